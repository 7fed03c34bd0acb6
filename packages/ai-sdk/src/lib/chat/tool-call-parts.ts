import { InvalidResponseDataError } from '@ai-sdk/provider'
import type { ToolCallDelta } from '@mira/chat'
import { parseJson, toJsonText } from '@mira/core/internal'
import { newCallId } from '../new-call-id.ts'
import type { Emit } from '../text-blocks.ts'

/** A call whose fragments are arriving. */
interface PartialCall {
  readonly id: string
  /** Id as sent, by which later fragments refer to it. */
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

  const start = ({ index, id }: ToolCallDelta): PartialCall => {
    const ownId = id && !ids.has(id) ? id : newCallId()
    ids.add(ownId)
    const nextIndex = Math.max(-1, ...calls.map((call) => call.index)) + 1
    const call = {
      id: ownId,
      wireId: id || undefined,
      index: typeof index === 'number' ? index : nextIndex,
      name: '',
      input: '',
    }
    calls.push(call)
    return call
  }

  return {
    get size() {
      return calls.length
    },
    add(fragment) {
      const call = findCall(calls, fragment) ?? start(fragment)
      call.wireId ??= fragment.id || undefined
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
 * Returns the call that a fragment continues; `undefined` if it starts one. Without an index, a new id or a name starts
 * a call, and anything else continues the last one.
 */
function findCall(calls: readonly PartialCall[], fragment: ToolCallDelta): PartialCall | undefined {
  const { index, id, function: called } = fragment
  const named = id ? calls.findLast((call) => call.wireId === id) : undefined
  if (typeof index === 'number') {
    const call = named?.index === index ? named : calls.findLast((candidate) => candidate.index === index)
    return call && !startsCall(call, fragment) ? call : undefined
  }
  if (named) return startsCall(named, fragment) ? undefined : named
  return id || called?.name ? undefined : calls.at(-1)
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
