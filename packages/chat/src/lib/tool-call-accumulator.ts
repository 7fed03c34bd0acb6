import { parseJson, toJsonText } from '@mira/core/internal'
import type { ToolCall } from './chat-message.ts'
import { mergeDelta } from './merge-delta.ts'

interface PartialToolCall {
  readonly index: number
  readonly fields: Map<string, unknown>
  /** Absent for calls that the server executes itself. */
  function?: { name: string; arguments: string }
}

interface Fragment {
  readonly index?: unknown
  readonly id?: unknown
  readonly name?: unknown
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown } | null
}

/** Assembles the tool calls of one message from their deltas. */
export class ToolCallAccumulator {
  readonly #calls: PartialToolCall[] = []
  /** Latest call of each index, and of each id; maps, because names and indices come from the wire. */
  readonly #byIndex = new Map<unknown, PartialToolCall>()
  readonly #byId = new Map<unknown, PartialToolCall>()
  #nextIndex = 0

  /** Number of calls. */
  get size(): number {
    return this.#calls.length
  }

  /** Adds a delta to the call it belongs to: id, type and name are set once, arguments are appended. */
  add(fragment: Fragment): void {
    const call = this.#find(fragment) ?? this.#start(fragment)
    for (const name in fragment) {
      const value = (fragment as Readonly<Record<string, unknown>>)[name]
      // The input of a custom tool comes in pieces, like arguments; other fields are repeated.
      if (name === 'custom') call.fields.set(name, mergeDelta(call.fields.get(name), value, 'append'))
      else if (name !== 'index' && name !== 'function' && !call.fields.get(name)) call.fields.set(name, value)
    }
    if (fragment.id) this.#byId.set(fragment.id, call)
    if (!fragment.function) return
    call.function ??= { name: '', arguments: '' }
    const { name, arguments: text } = fragment.function
    if (typeof name === 'string') call.function.name ||= name
    if (text != null) call.function.arguments += typeof text === 'string' ? text : toJsonText(text)
  }

  /** Returns the calls so far in the format of a non-streaming completion, in the order of their indices. */
  toolCalls(): ToolCall[] {
    return [...this.#calls].sort((a, b) => a.index - b.index).map(toToolCall)
  }

  /**
   * Returns the call that a fragment continues, if any. Without an index, a new id or a name starts a call, and anything
   * else continues the last one.
   */
  #find(fragment: Fragment): PartialToolCall | undefined {
    const { index, id, name, function: called } = fragment
    const named = id ? this.#byId.get(id) : undefined
    if (typeof index === 'number') {
      const call = named?.index === index ? named : this.#byIndex.get(index)
      return call && !startsCall(call, fragment) ? call : undefined
    }
    if (named) return startsCall(named, fragment) ? undefined : named
    return id || called?.name || name !== undefined ? undefined : this.#calls.at(-1)
  }

  #start({ index }: Fragment): PartialToolCall {
    const call = { index: typeof index === 'number' ? index : this.#nextIndex, fields: new Map() }
    this.#nextIndex = Math.max(this.#nextIndex, call.index + 1)
    this.#calls.push(call)
    this.#byIndex.set(call.index, call)
    return call
  }
}

/**
 * Returns whether a fragment starts another call with the index or id of `call`: some servers send index 0, or one id,
 * for every call. A new id alone does not, because other servers send one with every fragment, and neither does a
 * repeated name, unless the arguments so far are complete.
 */
function startsCall(call: PartialToolCall, { id, name: ownName, function: called }: Fragment): boolean {
  const name = called?.name || ownName
  const earlierName = call.function?.name || call.fields.get('name')
  const earlierId = call.fields.get('id')
  const hasOtherId = Boolean(id && earlierId && id !== earlierId)
  if (name && earlierName && (hasOtherId || (!id && name !== earlierName))) return true
  return Boolean(name || hasOtherId) && startsObject(called?.arguments) && isObjectText(call.function?.arguments)
}

const startsObject = (args: unknown): boolean =>
  typeof args === 'string' ? args.trimStart().startsWith('{') : typeof args === 'object' && args !== null

function isObjectText(text: string | undefined): boolean {
  return text?.trimEnd().endsWith('}') === true && parseJson(text) !== undefined
}

function toToolCall({ fields, function: called }: PartialToolCall): ToolCall {
  const call = Object.fromEntries(fields)
  return (called ? { id: '', type: 'function', ...call, function: { ...called } } : call) as unknown as ToolCall
}
