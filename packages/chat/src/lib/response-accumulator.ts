import { GrowingText } from './growing-text.ts'
import { outputText } from './output-text.ts'
import type { MiraResponse, ResponseItem } from './response.ts'
import type { ResponseEvent } from './response-event.ts'

/** Assembles the events of a response stream into a response. */
export interface ResponseAccumulator {
  add(event: ResponseEvent): void
  /** Returns the response so far, as a new object. */
  response(): MiraResponse
}

/** Fields of the events that change an item; all may be absent. */
interface Change {
  readonly type: string
  readonly output_index?: number | undefined
  readonly content_index?: number | undefined
  readonly summary_index?: number | undefined
  readonly item?: ResponseItem | null | undefined
  readonly part?: object | null | undefined
  readonly annotation?: unknown
  readonly delta?: unknown
}

// Maps, because an index from the wire must not allocate, and a name must not reach a prototype.
type Fields = Map<string, unknown>
interface Item {
  fields: Fields
  readonly content: Map<number, Fields>
  readonly summary: Map<number, Fields>
}

/** Creates an empty {@link ResponseAccumulator}. */
export function createResponseAccumulator(): ResponseAccumulator {
  let latest: Partial<MiraResponse> = {}
  const items = new Map<number, Item>()
  return {
    add(event) {
      if (event.response) latest = event.response as MiraResponse
      else addChange(items, event as Change)
    },
    response() {
      const output = latest.output?.length ? latest.output : inOrder(items).map(toItem)
      const output_text = latest.output_text || outputText({ output })
      return { status: 'in_progress', ...latest, output, output_text } as MiraResponse
    },
  }
}

/** Text fields by the middle of an event type, such as `response.output_text.delta`. */
const partTexts: Readonly<Record<string, string>> = { output_text: 'text', refusal: 'refusal', reasoning_text: 'text' }
const itemTexts: Readonly<Record<string, string>> = {
  function_call_arguments: 'arguments',
  mcp_call_arguments: 'arguments',
  custom_tool_call_input: 'input',
  code_interpreter_call_code: 'code',
}

function addChange(items: Map<number, Item>, event: Change): void {
  const [, subject = '', change] = event.type.split('.')
  const { output_index = 0, content_index = 0, summary_index = 0, annotation } = event
  if (event.item) return void items.set(output_index, newItem(event.item))
  if (annotation) {
    const part = partAt(itemAt(items, output_index).content, content_index, 'output_text')
    const earlier = part.get('annotations')
    return void part.set('annotations', [...(Array.isArray(earlier) ? earlier : []), annotation])
  }
  const texts = subject === 'reasoning_summary_text' ? { [subject]: 'text' } : partTexts
  const list = subject.startsWith('reasoning_summary') ? 'summary' : 'content'
  const index = list === 'summary' ? summary_index : content_index
  if (event.part) return void itemAt(items, output_index)[list].set(index, new Map(Object.entries(event.part)))
  if (Object.hasOwn(texts, subject)) {
    const type = list === 'summary' ? 'summary_text' : subject
    addText(partAt(itemAt(items, output_index)[list], index, type), texts[subject] as string, event, change)
  } else if (Object.hasOwn(itemTexts, subject)) {
    const item = items.get(output_index)
    if (item) addText(item.fields, itemTexts[subject] as string, event, change)
  }
}

function addText(fields: Fields, name: string, event: Change, change: string | undefined): void {
  if (change === 'done') {
    const whole = (event as unknown as Readonly<Record<string, unknown>>)[name]
    if (typeof whole === 'string') fields.set(name, whole)
  } else if (typeof event.delta === 'string') {
    let text = fields.get(name)
    if (!(text instanceof GrowingText)) {
      const before = text
      text = new GrowingText()
      if (typeof before === 'string') (text as GrowingText).add(before)
      fields.set(name, text)
    }
    ;(text as GrowingText).add(event.delta)
  }
}

function newItem({ content, summary, ...fields }: ResponseItem): Item {
  return { fields: new Map(Object.entries(fields)), content: toParts(content), summary: toParts(summary) }
}

const toParts = (parts: unknown): Map<number, Fields> =>
  new Map(Array.isArray(parts) ? parts.map((part, index) => [index, new Map(Object.entries(part ?? {}))]) : [])

function itemAt(items: Map<number, Item>, index: number): Item {
  const item = items.get(index) ?? newItem({ type: 'message', role: 'assistant' })
  items.set(index, item)
  return item
}

function partAt(parts: Map<number, Fields>, index: number, type: string): Fields {
  const part = parts.get(index) ?? new Map<string, unknown>([['type', type]])
  parts.set(index, part)
  return part
}

function toItem({ fields, content, summary }: Item): ResponseItem {
  return {
    ...(toObject(fields) as ResponseItem),
    ...(content.size > 0 && { content: inOrder(content).map(toObject) as ResponseItem['content'] }),
    ...(summary.size > 0 && { summary: inOrder(summary).map(toObject) }),
  }
}

const toObject = (fields: Fields): object =>
  Object.fromEntries(
    [...fields].map(([name, value]) => [name, value instanceof GrowingText ? value.toString() : value]),
  )

const inOrder = <Value>(map: Map<number, Value>): Value[] =>
  [...map].sort(([a], [b]) => a - b).map(([, value]) => value)
