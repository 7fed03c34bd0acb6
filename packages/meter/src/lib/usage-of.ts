import { isRecord, toRecord } from '@mira/core/internal'
import { noUsage, type Usage } from './usage.ts'

/** A JSON object with fields of any type. */
type Fields = Readonly<Record<string, unknown>>

/**
 * Returns the normalized usage of the result of an operation, wherever its server reports it: a completion, a response, embeddings,
 * images, a transcript, a located object, a job or its state, a realtime `response.done` event, a run with tools, structured output, or a
 * stream of these, which reports what has arrived.
 *
 * @returns `undefined` if the result reports no usage, as most streams that were aborted do, and audio of speech.
 */
export function usageOf(result: unknown): Usage | undefined {
  const fields = fieldsOf(result)
  if (fields === undefined) return undefined
  const job = jobUsage(fields)
  if (job) return job
  const inner = [fields.completion, fields.response].find(isRecord)
  if (inner && fields.usage === undefined) return usageOf(inner)
  const counts = countsOf(fields)
  return counts && { ...noUsage, ...counts, calls: countOf(fields.rounds) ?? 1 }
}

/** Whether a result is complete, so that the usage it reports is that of the whole call. */
export function isComplete(result: unknown): boolean {
  const { choices, status } = fieldsOf(result) ?? {}
  if (Array.isArray(choices)) return choices.length > 0 && choices.every((choice) => toRecord(choice).finish_reason)
  return status !== 'in_progress' && status !== 'queued'
}

/** Returns the fields of a result; those of the result so far, if it is a stream. */
function fieldsOf(result: unknown): Fields | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  return isRecord((result as Fields).snapshot) ? ((result as Fields).snapshot as Fields) : (result as Fields)
}

function countsOf(fields: Fields): Partial<Usage> | undefined {
  const { usage, data, found, boxes, text, duration } = fields
  const tokens = tokensOf(usage)
  if (Array.isArray(data) && data.every(isImage)) return { ...tokens, images: data.length }
  if (typeof found === 'boolean' && Array.isArray(boxes)) return { ...tokens, images: 1 }
  const durationMs = toMs(toRecord(usage).seconds ?? (typeof text === 'string' ? duration : undefined))
  return durationMs === undefined ? tokens : { ...tokens, durationMs }
}

const isImage = (entry: unknown): boolean =>
  isRecord(entry) && ['url', 'image_url', 'b64_json', 'base64', 'b64'].some((name) => typeof entry[name] === 'string')

/** Returns the tokens of a usage object in any of the forms in use. */
function tokensOf(usage: unknown): Partial<Usage> | undefined {
  const fields = toRecord(usage)
  const first = (...names: readonly string[]): number | undefined =>
    names.map((name) => countOf(fields[name])).find((count) => count !== undefined)
  const total = first('total_tokens')
  const input = first('prompt_tokens', 'input_tokens')
  if (input === undefined && total === undefined && first('completion_tokens', 'output_tokens') === undefined)
    return undefined
  // One server counts what it read from the cache and wrote to it in addition to the input.
  const read = first('cache_read_input_tokens')
  const promptTokens = countOf((input ?? 0) + (read ?? 0) + (first('cache_creation_input_tokens') ?? 0))
  if (promptTokens === undefined) return undefined
  const output = first('completion_tokens', 'output_tokens') ?? Math.max(0, (total ?? 0) - promptTokens)
  const details = (...names: readonly string[]) => toRecord(names.map((name) => fields[name]).find(isRecord))
  const inputDetails = details('prompt_tokens_details', 'input_tokens_details', 'input_token_details')
  const outputDetails = details('completion_tokens_details', 'output_tokens_details', 'output_token_details')
  const reasoning = countOf(outputDetails.reasoning_tokens) ?? first('reasoning_tokens', 'thinking_tokens') ?? 0
  // Some servers report reasoning in addition to the output, which only their total shows.
  const isAdditional = reasoning > 0 && total === promptTokens + output + reasoning
  const completionTokens = isAdditional ? output + reasoning : output
  const cached = read ?? countOf(inputDetails.cached_tokens) ?? first('cached_tokens', 'prompt_cache_hit_tokens') ?? 0
  return {
    promptTokens,
    cachedTokens: Math.min(cached, promptTokens),
    completionTokens,
    reasoningTokens: Math.min(reasoning, completionTokens),
  }
}

/** Returns the usage of a job that succeeded: of its handle, its state, or a read of it. */
function jobUsage(fields: Fields): Usage | undefined {
  const state = isRecord(fields.raw) ? fields : toRecord(fields.state)
  if (state.status !== 'succeeded' || !isRecord(state.raw)) return undefined
  const { duration_seconds, job } = state.raw
  const durationMs = toMs(duration_seconds ?? toRecord(job).duration_seconds) ?? 0
  return { ...noUsage, calls: 1, jobs: 1, durationMs }
}

/** Returns a count as sent by a server; `undefined` for anything that is not one. */
function countOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined
}

/** Converts seconds to milliseconds, rounded as the server rounds them. */
export function toMs(seconds: unknown): number | undefined {
  return typeof seconds === 'number' && seconds >= 0 ? countOf(Math.round(seconds * 1_000)) : undefined
}
