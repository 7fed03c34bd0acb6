import { InvalidResponseDataError } from '@ai-sdk/provider'
import type { ToolCallDelta } from '@mira/chat'
import { parseJson, toJsonText } from '@mira/core/internal'
import { newCallId } from '../new-call-id.ts'
import type { Emit } from '../text-blocks.ts'

/** A call whose fragments are arriving. */
interface PartialCall {
  readonly id: string
  /** First id that the server sent for it. */
  wireId: string | undefined
  readonly index: number
  /** Empty until a fragment contains it. */
  name: string
  input: string
}

/** Emits the fragments of tool calls as parts of a stream. */
export interface ToolCallParts {
  /** Number of calls so far. */
  readonly size: number
  add(fragment: ToolCallDelta): void
  /**
   * Emits the complete calls, in the order of their indices.
   *
   * @throws {InvalidResponseDataError} when the server has sent no name for one of them.
   */
  end(): void
}

/**
 * Creates {@link ToolCallParts}. A call is announced once its name is known, and emitted complete at the end only: its
 * arguments may be valid JSON before they are complete.
 */
export function createToolCallParts(emit: Emit): ToolCallParts {
  const calls: PartialCall[] = []
  const ids = new Set<string>()
  const byIndex = new Map<number, PartialCall>()
  const byId = new Map<string, PartialCall>()

  let nextIndex = 0

  const start = (fragment: ToolCallDelta): PartialCall => {
    const id = fragment.id && !ids.has(fragment.id) ? fragment.id : newCallId()
    const index = typeof fragment.index === 'number' ? fragment.index : nextIndex
    nextIndex = Math.max(nextIndex, index + 1)
    const call = { id, wireId: undefined, index, name: '', input: '' }
    ids.add(id)
    calls.push(call)
    byIndex.set(index, call)
    return call
  }

  // Without an index, a new id or a name starts a call, and anything else continues the last one.
  const find = (fragment: ToolCallDelta): PartialCall | undefined => {
    const { index, id } = fragment
    const named = id ? byId.get(id) : undefined
    const isIndexed = typeof index === 'number'
    const call = isIndexed && named?.index !== index ? byIndex.get(index) : named
    if (call) return startsCall(call, fragment) ? undefined : call
    return isIndexed || id || fragment.function?.name ? undefined : calls.at(-1)
  }

  return {
    get size() {
      return calls.length
    },
    add(fragment) {
      const call = find(fragment) ?? start(fragment)
      call.wireId ??= fragment.id || undefined
      if (fragment.id) byId.set(fragment.id, call)
      const { name, arguments: text } = fragment.function ?? {}
      const delta = text == null ? '' : typeof text === 'string' ? text : toJsonText(text)
      const isAnnounced = call.name !== ''
      call.name ||= typeof name === 'string' ? name : ''
      call.input += delta
      if (!isAnnounced && call.name !== '') {
        emit({ type: 'tool-input-start', id: call.id, toolName: call.name })
        if (call.input !== '') emit({ type: 'tool-input-delta', id: call.id, delta: call.input })
      } else if (isAnnounced && delta !== '') emit({ type: 'tool-input-delta', id: call.id, delta })
    },
    end() {
      for (const { id, name, input } of calls.toSorted((a, b) => a.index - b.index)) {
        if (name === '') throw new InvalidResponseDataError({ data: { id, input }, message: 'A tool call has no name' })
        emit({ type: 'tool-input-end', id })
        emit({ type: 'tool-call', toolCallId: id, toolName: name, input })
      }
    },
  }
}

/**
 * Returns whether a fragment starts another call with the index or id of `call`, as servers do that send index 0, or one
 * id, for every call. A new id alone does not, because other servers send one with every fragment, and neither does a
 * repeated name, unless the arguments so far are complete.
 */
function startsCall(call: PartialCall, { id, function: called }: ToolCallDelta): boolean {
  const hasOtherId = Boolean(id && call.wireId && id !== call.wireId)
  const name = called?.name
  if (name && call.name && (hasOtherId || (!id && name !== call.name))) return true
  return Boolean(name || hasOtherId) && startsObject(called?.arguments) && isObjectText(call.input)
}

const startsObject = (args: unknown): boolean =>
  typeof args === 'string' ? args.trimStart().startsWith('{') : typeof args === 'object' && args !== null

const isObjectText = (text: string): boolean => text.trimEnd().endsWith('}') && parseJson(text) !== undefined
