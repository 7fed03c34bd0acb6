import type { ChatChunk, ChatCompletion, ChatDelta } from './chat-completion.ts'
import { contentText, reasoningFields } from './content-text.ts'
import { GrowingText } from './growing-text.ts'
import { addToolCall, type PartialToolCall, toToolCall } from './partial-tool-call.ts'

// Maps store everything keyed by names or indices from the wire: a name cannot reach a prototype, an index cannot
// allocate.
interface Choice {
  readonly message: Map<string, unknown>
  readonly toolCalls: Map<number, PartialToolCall>
  /** Fields of the choice itself, including `finish_reason`. */
  readonly fields: Map<string, unknown>
}

/** Assembles the chunks of a stream into a completion. */
export interface ChatAccumulator {
  add(chunk: ChatChunk): void
  /** Whether there are at least this many choices and all of them have finished. */
  hasFinished(answers: number): boolean
  /** Returns the completion so far, as a new object. */
  completion(): ChatCompletion
}

/** Creates an empty {@link ChatAccumulator}. */
export function createChatAccumulator(): ChatAccumulator {
  const choices = new Map<number, Choice>()
  let head: object = {}
  let usage: ChatChunk['usage']
  return {
    add(chunk) {
      if (choices.size === 0) head = { ...head, ...chunk }
      if (chunk.usage) usage = chunk.usage
      for (const choice of chunk.choices) if (choice) addChoice(choices, choice)
    },
    hasFinished: (answers) =>
      choices.size >= answers && [...choices.values()].every(({ fields }) => fields.get('finish_reason')),
    completion() {
      const { text, reasoning, usage: _, ...fields } = head as ChatChunk
      return {
        ...fields,
        object: 'chat.completion',
        choices: inOrder(choices).map(([index, choice]) => toChoice(index, choice)),
        ...(usage && { usage }),
      } as ChatCompletion
    },
  }
}

function addChoice(choices: Map<number, Choice>, source: ChatChunk['choices'][number]): void {
  const index = typeof source.index === 'number' ? source.index : 0
  let choice = choices.get(index)
  if (!choice) {
    choice = { message: new Map(), toolCalls: new Map(), fields: new Map() }
    choices.set(index, choice)
  }
  for (const name in source) {
    if (name === 'delta') addDelta(choice, source.delta)
    else if (name !== 'index' && source[name] != null) choice.fields.set(name, source[name])
  }
}

/** Fields of a delta that are appended; any other field replaces the previous value. */
const textFields: readonly string[] = ['content', 'refusal', ...reasoningFields]

function addDelta({ message, toolCalls }: Choice, delta: ChatDelta): void {
  for (const name in delta) {
    const value = delta[name]
    if (value == null) continue
    if (name === 'tool_calls') {
      if (Array.isArray(value)) for (const fragment of value) if (fragment) addToolCall(toolCalls, fragment)
    } else if (textFields.includes(name)) addText(message, name, contentText(value))
    else message.set(name, value)
  }
}

function addText(message: Choice['message'], name: string, fragment: string): void {
  let text = message.get(name)
  if (!(text instanceof GrowingText)) {
    text = new GrowingText()
    message.set(name, text)
  }
  ;(text as GrowingText).add(fragment)
}

function toChoice(index: number, { message, toolCalls, fields }: Choice): object {
  const calls = inOrder(toolCalls).map(([, call]) => toToolCall(call))
  return {
    finish_reason: null,
    ...Object.fromEntries(fields),
    index,
    message: {
      role: 'assistant',
      content: null,
      ...Object.fromEntries(
        [...message].map(([name, value]) => [name, value instanceof GrowingText ? value.toString() : value]),
      ),
      ...(calls.length > 0 && { tool_calls: calls }),
    },
  }
}

const inOrder = <Value>(map: Map<number, Value>): [number, Value][] => [...map].sort(([a], [b]) => a - b)
