import type { ChatChunk, ChatCompletion, ChatDelta } from './chat-completion.ts'
import {
  contentText,
  isReasoningPart,
  isTextPart,
  reasoningFields,
  reasoningOfParts,
  reasoningText,
  withText,
} from './content-text.ts'
import { GrowingText } from './growing-text.ts'
import { mergeDelta } from './merge-delta.ts'
import { ToolCallAccumulator } from './tool-call-accumulator.ts'

// Maps store everything keyed by names or indices from the wire: a name cannot reach a prototype, an index cannot
// allocate.
interface Choice {
  readonly message: Map<string, unknown>
  readonly toolCalls: ToolCallAccumulator
  /** Parts of the content that are neither text nor reasoning, such as images. */
  readonly parts: unknown[]
  /** Fields of the choice itself, including `finish_reason`. */
  readonly fields: Map<string, unknown>
}

type ChunkChoice = ChatChunk['choices'][number]

/** Assembles the chunks of a stream into a completion. */
export interface ChatAccumulator {
  /**
   * Adds a chunk, and sets its `text` and `reasoning` to those of the first choice. A whole `message` in a choice becomes
   * its `delta`, unless it repeats earlier deltas.
   */
  add(chunk: ChatChunk): void
  /** Whether there are at least this many choices and all of them have finished. */
  hasFinished(answers: number): boolean
  /** Returns the completion so far, as a new object. */
  completion(): ChatCompletion
}

/** Creates an empty {@link ChatAccumulator}. */
export function createChatAccumulator(): ChatAccumulator {
  const choices = new Map<number, Choice>()
  const head = new Map<string, unknown>()
  return {
    add(chunk) {
      addHead(head, chunk)
      chunk.text = chunk.reasoning = ''
      for (const choice of chunk.choices) if (choice) addChoice(choices, choice, chunk)
    },
    hasFinished: (answers) =>
      choices.size >= answers && [...choices.values()].every(({ fields }) => fields.get('finish_reason')),
    completion: () =>
      withText({
        ...Object.fromEntries(head),
        object: 'chat.completion',
        choices: [...choices].sort(([a], [b]) => a - b).map(([index, choice]) => toChoice(index, choice)),
      } as never),
  }
}

/** Fields of a chunk that the completion does not have, or not in this form. */
const ownFields: readonly string[] = ['choices', 'text', 'reasoning', 'object', 'obfuscation']

/**
 * Each level of a chunk is read in one loop over its names: where servers vary the fields, and with them the shapes of
 * the objects, reading a field by its name takes ten times as long.
 */
function addHead(head: Map<string, unknown>, chunk: ChatChunk): void {
  for (const name in chunk) {
    const value: unknown = chunk[name as keyof ChatChunk]
    const before = head.get(name)
    // Most chunks repeat the fields of the first one; servers that omit them send null, an empty string or 0.
    if (value !== before && (value || isFirst(value, before)) && !ownFields.includes(name)) head.set(name, value)
  }
}

/** Returns whether a falsy value is the first of its field and says something. */
const isFirst = (value: unknown, before: unknown): boolean => before === undefined && (value === 0 || value === false)

function addChoice(choices: Map<number, Choice>, source: ChunkChoice, chunk: ChatChunk): void {
  const index = typeof source.index === 'number' ? source.index : 0
  let choice = choices.get(index)
  if (!choice) {
    choice = { message: new Map(), toolCalls: new ToolCallAccumulator(), parts: [], fields: new Map() }
    choices.set(index, choice)
  }
  if (source.message) useMessage(source, choice)
  for (const name in source) {
    if (name === 'delta') addDelta(choice, source.delta, index === 0 && chunk)
    else if (name !== 'index' && name !== 'message') setField(choice.fields, name, source[name], 'replace')
  }
}

function useMessage(source: ChunkChoice, { message, toolCalls }: Choice): void {
  const isRepetition = message.get('content')?.toString() || toolCalls.size > 0
  const { content, tool_calls } = source.delta ?? {}
  if (!isRepetition && !content && !tool_calls) source.delta = { ...source.delta, ...(source.message as ChatDelta) }
}

/** Sets a field, or combines it with its earlier value; empty strings change nothing. */
function setField(fields: Map<string, unknown>, name: string, value: unknown, rule: 'append' | 'replace'): void {
  if (value != null && value !== '') fields.set(name, mergeDelta(fields.get(name), value, rule))
}

/** Text fields of a delta, which may be split into very many fragments. */
const textFields: readonly string[] = ['content', 'refusal', ...reasoningFields]

/** Field for reasoning that arrives as a part of the content. */
const [reasoningField] = reasoningFields

/** @param chunk - Chunk that gets the text and reasoning of the delta, if its choice is the first. */
function addDelta(choice: Choice, delta: ChatDelta, chunk: ChatChunk | false): void {
  const { message, toolCalls } = choice
  let hasReasoning = false
  for (const name in delta) {
    const value: unknown = delta[name]
    if (typeof value === 'string' && textFields.includes(name)) {
      addText(message, name, value)
      if (name !== 'content') hasReasoning ||= name !== 'refusal'
      else if (chunk) chunk.text += value
    } else if (name === 'tool_calls') {
      if (Array.isArray(value)) for (const fragment of value) if (fragment) toolCalls.add(fragment)
    } else if (name === 'content' && Array.isArray(value)) {
      addParts(choice, value)
      if (chunk) chunk.text += contentText(value)
      hasReasoning = true
    } else setField(message, name, value, name === 'role' ? 'replace' : 'append')
  }
  if (hasReasoning && chunk) chunk.reasoning += reasoningText(delta)
}

function addParts({ message, parts }: Choice, content: readonly Parameters<typeof isTextPart>[0][]): void {
  for (const part of content) if (part && !isTextPart(part) && !isReasoningPart(part)) parts.push(part)
  if (content.some(isReasoningPart)) addText(message, reasoningField, reasoningOfParts(content))
  if (content.some(isTextPart)) addText(message, 'content', contentText(content))
}

function addText(message: Choice['message'], name: string, fragment: string): void {
  const text = message.get(name)
  if (text instanceof GrowingText) text.add(fragment)
  else message.set(name, new GrowingText(fragment))
}

const copyOf = (value: unknown): unknown => mergeDelta(undefined, value, 'replace')

function toChoice(index: number, { message, toolCalls, parts, fields }: Choice): object {
  const calls = toolCalls.toolCalls()
  const values = Object.fromEntries(
    // Copied, because later chunks modify nested values.
    [...message].map(([name, value]) => [name, value instanceof GrowingText ? value.toString() : copyOf(value)]),
  )
  if (parts.length > 0) values.content = [...(values.content ? [{ type: 'text', text: values.content }] : []), ...parts]
  return {
    finish_reason: null,
    ...(copyOf(Object.fromEntries(fields)) as object),
    index,
    message: { role: 'assistant', content: null, ...values, ...(calls.length > 0 && { tool_calls: calls }) },
  }
}
