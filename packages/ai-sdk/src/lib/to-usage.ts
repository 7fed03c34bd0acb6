import type { JSONObject, LanguageModelV4Usage } from '@ai-sdk/provider'
import { toRecord } from '@mira/core/internal'

/**
 * Converts the usage of a completion (`prompt_tokens`) or of a response (`input_tokens`). Counts that the server did not
 * send are `undefined`.
 */
export function toUsage(usage: unknown): LanguageModelV4Usage {
  const fields = toRecord(usage)
  const input = toCount(fields.prompt_tokens ?? fields.input_tokens)
  const output = toCount(fields.completion_tokens ?? fields.output_tokens)
  const inputDetails = toRecord(fields.prompt_tokens_details ?? fields.input_tokens_details)
  const outputDetails = toRecord(fields.completion_tokens_details ?? fields.output_tokens_details)
  const cached = toCount(inputDetails.cached_tokens)
  const reasoning = toCount(outputDetails.reasoning_tokens ?? fields.thinking_tokens)
  return {
    inputTokens: { total: input, noCache: without(input, cached), cacheRead: cached, cacheWrite: undefined },
    outputTokens: { total: output, text: without(output, reasoning), reasoning },
    ...(usage != null && { raw: fields as JSONObject }),
  }
}

const toCount = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : undefined

const without = (total: number | undefined, part = 0): number | undefined =>
  total === undefined ? undefined : Math.max(0, total - part)
