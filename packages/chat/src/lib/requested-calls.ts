import type { AssistantMessage, ChatMessage, FunctionToolCall, ToolCall } from './chat-message.ts'
import type { RequestedCall, Toolbox } from './toolbox.ts'

/** Returns the tool calls of a message. */
export const callsOf = (message: Pick<ChatMessage, 'tool_calls'> | null | undefined): ToolCall[] =>
  Array.isArray(message?.tool_calls) ? message.tool_calls.filter(Boolean) : []

/** Assigns an id to each call without one of its own, because the tool messages have to refer to it. */
export function nameCalls(message: AssistantMessage | undefined, callIds: Set<string | undefined>): AssistantMessage {
  const named = callsOf(message).map((call) => {
    let { id } = call
    for (let number = callIds.size + 1; !id || callIds.has(id); number += 1) id = `call_${number}`
    callIds.add(id)
    return { ...call, id }
  })
  return { role: 'assistant', content: null, ...message, tool_calls: named.length > 0 ? named : undefined }
}

/**
 * Returns whether a call is run here. Calls that the server executes itself need no answer, unless the toolbox has a
 * tool of that name.
 */
export const isLocal = (call: ToolCall, toolbox: Toolbox): boolean =>
  call.type !== 'tool_call' || toolbox.has(call.name)

/** Returns a call in the form in which it is run. */
export function toRequestedCall(call: ToolCall): RequestedCall {
  const { name, arguments: args } = (call as FunctionToolCall).function ?? call
  return { id: call.id as string, name, arguments: args }
}
