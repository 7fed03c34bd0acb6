import { toRecord } from '@mira/core/internal'
import type { Attributes } from '@opentelemetry/api'
import { attributes } from './convention.ts'
import { count, defined, text } from './request-attributes.ts'

/** Tokens of a result, whichever API it comes from. */
export interface Tokens {
  readonly input: number | undefined
  readonly output: number | undefined
  readonly cached: number | undefined
  readonly reasoning: number | undefined
}

/** Reads the usage of a result: `prompt_tokens` and `completion_tokens`, or `input_tokens` and `output_tokens`. */
export function readTokens(usage: unknown): Tokens {
  const fields = toRecord(usage)
  const input = toRecord(fields.prompt_tokens_details ?? fields.input_tokens_details ?? fields.input_token_details)
  const output = toRecord(fields.completion_tokens_details ?? fields.output_tokens_details)
  return {
    input: count(fields.prompt_tokens ?? fields.input_tokens),
    output: count(fields.completion_tokens ?? fields.output_tokens),
    cached: count(input.cached_tokens),
    reasoning: count(output.reasoning_tokens),
  }
}

/** Describes a usage. */
export function describeUsage(usage: unknown): Attributes {
  const { input, output, cached, reasoning } = readTokens(usage)
  return defined({
    [attributes.usageInputTokens]: input,
    [attributes.usageOutputTokens]: output,
    [attributes.usageCacheReadInputTokens]: cached,
    [attributes.usageReasoningOutputTokens]: reasoning,
  })
}

/** Describes a result, without its content. */
export function describeResult(result: unknown): Attributes {
  const { id, model, usage } = toRecord(result)
  const reasons = finishReasonsOf(result)
  return {
    ...defined({
      // The id of a job is that of the response which follows.
      [attributes.responseId]: text(id ?? (result as { id?: unknown } | undefined)?.id),
      [attributes.responseModel]: text(model),
      [attributes.responseFinishReasons]: reasons.length > 0 ? reasons : undefined,
    }),
    ...describeUsage(usage),
  }
}

/** Returns the finish reason of each choice, or the status of a response, which has none. */
function finishReasonsOf(result: unknown): string[] {
  const { choices, object, status, incomplete_details } = toRecord(result)
  if (Array.isArray(choices))
    return choices.map((choice) => toRecord(choice).finish_reason).filter((reason) => typeof reason === 'string')
  if (!/response$/.test(String(object)) || typeof status !== 'string') return []
  return [text(toRecord(incomplete_details).reason) ?? status]
}
