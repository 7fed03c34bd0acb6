import type { LanguageModelV4Content, SharedV4ProviderMetadata } from '@ai-sdk/provider'
import { type AssistantMessage, contentText, reasoningText, type ToolCall } from '@mira/chat'
import { toJsonText } from '@mira/core/internal'
import { providerName } from '../model-context.ts'
import { newCallId } from '../new-call-id.ts'

/** Converts a message to content: reasoning, text, and the calls of functions, each only if there is any. */
export function toChatContent(message: AssistantMessage): LanguageModelV4Content[] {
  const content: LanguageModelV4Content[] = []
  const reasoning = reasoningText(message)
  const text = contentText(message.content) + (message.refusal ?? '')
  if (reasoning !== '') content.push({ type: 'reasoning', text: reasoning })
  if (text !== '') content.push({ type: 'text', text })
  const ids = new Set<string>()
  for (const call of message.tool_calls ?? []) {
    if (!isFunctionCall(call)) continue
    const { name, arguments: input } = call.function
    const toolCallId = call.id && !ids.has(call.id) ? call.id : newCallId()
    ids.add(toolCallId)
    content.push({ type: 'tool-call', toolCallId, toolName: name, input: toInput(input) })
  }
  return content
}

/** Whether a call is one that the caller executes. */
export const isFunctionCall = (call: ToolCall): call is Extract<ToolCall, { type: 'function' }> =>
  typeof (call as { function?: { name?: unknown } } | null)?.function?.name === 'string'

/** Returns arguments as JSON; some servers send an object. */
export const toInput = (args: unknown): string => (typeof args === 'string' ? args : toJsonText(args ?? {}))

/** Returns the calls that the server has executed itself, whose results are part of the text, as provider metadata. */
export function toServerCalls(calls: readonly ToolCall[] | undefined): {
  providerMetadata?: SharedV4ProviderMetadata
} {
  const executed = (calls ?? []).filter((call) => call && !isFunctionCall(call))
  return executed.length === 0 ? {} : { providerMetadata: { [providerName]: { serverToolCalls: executed as never } } }
}
