import type { LanguageModelV4FinishReason } from '@ai-sdk/provider'

const unified: Readonly<Record<string, LanguageModelV4FinishReason['unified']>> = {
  stop: 'stop',
  length: 'length',
  max_output_tokens: 'length',
  content_filter: 'content-filter',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
}

/** What an answer contains besides its text. */
export interface AnswerContent {
  readonly hasToolCalls: boolean
  readonly hasRefusal: boolean
}

/**
 * Converts a finish reason. Servers that end an answer with tool calls or a refusal by `stop` are corrected, since the
 * steps of a call depend on it.
 *
 * @param raw - Reason as sent by the server; `null` if it sent none.
 */
export function toFinishReason(
  raw: string | null | undefined,
  { hasToolCalls, hasRefusal }: AnswerContent,
): LanguageModelV4FinishReason {
  const reason = raw != null && Object.hasOwn(unified, raw) ? unified[raw]! : 'other'
  if (reason !== 'stop') return { unified: reason, raw: raw ?? undefined }
  return { unified: hasToolCalls ? 'tool-calls' : hasRefusal ? 'content-filter' : 'stop', raw: raw! }
}
