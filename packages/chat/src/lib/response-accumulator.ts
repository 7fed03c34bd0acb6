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

/**
 * Creates a {@link ResponseAccumulator}.
 *
 * @param partial - Response to which the events add. Defaults to an empty one.
 */
export function createResponseAccumulator(partial?: MiraResponse): ResponseAccumulator {
  let latest: Partial<MiraResponse> = { ...partial, output: [], output_text: '' }
  let type = ''
  let subject = toSubject(type)
  const items = new Map(partial?.output.map((item, index) => [index, newItem(item)]))
  return {
    add(event) {
      // Most events have the type of the one before.
      if (event.type !== type) subject = toSubject(event.type)
      type = event.type
      if (event.response) latest = event.response as MiraResponse
      else addChange(items, event as Change, subject)
    },
    response() {
      const output = latest.output?.length ? latest.output : inOrder(items).map(toItem)
      const output_text = latest.output_text || outputText({ output })
      return { status: 'in_progress', ...latest, output, output_text } as MiraResponse
    },
  }
}

/** What the events of one type change. */
interface Subject {
  /** List of the parts of an item. */
  readonly list: 'content' | 'summary'
  /** Type of a new part. */
  readonly type: string
  /** Text field of a part, if events of this type have text for it. */
  readonly partText: string | undefined
  /** The same for the item itself. */
  readonly itemText: string | undefined
}

/** Text fields by the middle of an event type, such as `response.output_text.delta`. */
const partTexts: Readonly<Record<string, string>> = {
  output_text: 'text',
  refusal: 'refusal',
  reasoning_text: 'text',
  reasoning_summary_text: 'text',
}
const itemTexts: Readonly<Record<string, string>> = {
  function_call_arguments: 'arguments',
  mcp_call_arguments: 'arguments',
  custom_tool_call_input: 'input',
  code_interpreter_call_code: 'code',
}
const ownField = (fields: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined

function toSubject(eventType: string): Subject {
  const [, name = ''] = eventType.split('.')
  const isSummary = name.startsWith('reasoning_summary')
  return {
    list: isSummary ? 'summary' : 'content',
    type: isSummary ? 'summary_text' : name,
    partText: ownField(partTexts, name),
    itemText: ownField(itemTexts, name),
  }
}

function addChange(items: Map<number, Item>, event: Change, subject: Subject): void {
  const { output_index = 0, content_index = 0, summary_index = 0, item, part, annotation } = event
  const { list, type, partText, itemText } = subject
  const index = list === 'summary' ? summary_index : content_index
  if (item) items.set(output_index, newItem(item))
  else if (annotation) {
    const fields = partAt(itemAt(items, output_index).content, content_index, 'output_text')
    const earlier = fields.get('annotations')
    fields.set('annotations', [...(Array.isArray(earlier) ? earlier : []), annotation])
  } else if (part) itemAt(items, output_index)[list].set(index, new Map(Object.entries(part)))
  else if (partText) addText(partAt(itemAt(items, output_index)[list], index, type), partText, event)
  else if (itemText && items.has(output_index)) addText(itemAt(items, output_index).fields, itemText, event)
}

/** Sets the text of a field, or appends a delta to it. */
function addText(fields: Fields, name: string, event: Change): void {
  const { delta } = event
  const whole = (event as unknown as Readonly<Record<string, unknown>>)[name]
  const earlier = fields.get(name)
  if (event.type.endsWith('.done')) {
    if (typeof whole === 'string') fields.set(name, whole)
  } else if (typeof delta === 'string') {
    if (earlier instanceof GrowingText) earlier.add(delta)
    else fields.set(name, new GrowingText(typeof earlier === 'string' ? earlier : '').add(delta))
  }
}

function newItem({ content, summary, ...fields }: ResponseItem): Item {
  return { fields: new Map(Object.entries(fields)), content: toParts(content), summary: toParts(summary) }
}

const toParts = (parts: unknown): Map<number, Fields> =>
  new Map(Array.isArray(parts) ? parts.map((part, index) => [index, new Map(Object.entries(part ?? {}))]) : [])

function itemAt(items: Map<number, Item>, index: number): Item {
  let item = items.get(index)
  if (!item) {
    item = newItem({ type: 'message', role: 'assistant' })
    items.set(index, item)
  }
  return item
}

function partAt(parts: Map<number, Fields>, index: number, type: string): Fields {
  let part = parts.get(index)
  if (!part) {
    part = new Map<string, unknown>([['type', type]])
    parts.set(index, part)
  }
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
