import type { ToolCall } from './chat-message.ts'

/** Tool call received so far. */
export interface PartialToolCall {
  readonly fields: Map<string, unknown>
  /** Absent for calls that the server executes itself. */
  function?: { name: string; arguments: string }
}

interface Fragment {
  readonly index?: unknown
  readonly id?: unknown
  readonly function?: { readonly name?: unknown; readonly arguments?: unknown } | null
}

/** Adds a delta to the call it belongs to: id, type and name are set once, arguments are appended. */
export function addToolCall(calls: Map<number, PartialToolCall>, fragment: Fragment): void {
  const index = typeof fragment.index === 'number' ? fragment.index : guessIndex(calls, fragment)
  let call = calls.get(index)
  if (!call) {
    call = { fields: new Map() }
    calls.set(index, call)
  }
  for (const [name, value] of Object.entries(fragment)) {
    if (name !== 'index' && name !== 'function' && !call.fields.get(name)) call.fields.set(name, value)
  }
  if (!fragment.function) return
  call.function ??= { name: '', arguments: '' }
  const { name, arguments: text } = fragment.function
  if (typeof name === 'string') call.function.name ||= name
  if (text != null) call.function.arguments += typeof text === 'string' ? text : JSON.stringify(text)
}

/**
 * Determines the index for servers that send none: a new id or a name starts a call, anything else continues the last
 * one.
 */
function guessIndex(calls: Map<number, PartialToolCall>, { id, function: called, ...rest }: Fragment): number {
  const indices = [...calls.keys()]
  const existing = id ? indices.find((index) => calls.get(index)?.fields.get('id') === id) : undefined
  if (existing !== undefined) return existing
  const isNew = id || called?.name || 'name' in rest
  return Math.max(-1, ...indices) + (isNew || indices.length === 0 ? 1 : 0)
}

/** Converts the call so far to the format of a non-streaming completion. */
export function toToolCall({ fields, function: called }: PartialToolCall): ToolCall {
  const call = Object.fromEntries(fields)
  return (called ? { id: '', type: 'function', ...call, function: { ...called } } : call) as unknown as ToolCall
}
