import type { WireRequest } from '@mira/core'
import { isRecord, parseJson, toRecord } from '@mira/core/internal'
import { noUsage, type Usage } from './usage.ts'
import { toMs } from './usage-of.ts'

/** Counts the tokens of text. */
export type CountTokens = (text: string) => number

/** Usage of a call as far as its request shows it. */
export interface RequestFacts {
  /** Model in the body, if any. */
  readonly model: string | undefined
  /** Least usage of the input; of speech, images and jobs, the whole usage that was requested. */
  readonly usage: Usage
  /** Maximum number of output tokens of all choices, if the request limits it. */
  readonly maxOutputTokens: number | undefined
}

/**
 * Reads what a request shows of its usage. A body that is not JSON, such as an upload, shows nothing.
 *
 * @param countTokens - Counts the tokens of the input.
 */
export function readRequestFacts(
  operation: string,
  { body }: Pick<WireRequest, 'body'>,
  countTokens: CountTokens,
): RequestFacts {
  const fields = toRecord(typeof body?.content === 'string' ? parseJson(body.content) : undefined)
  const model = typeof fields.model === 'string' ? fields.model : undefined
  const usage = { ...noUsage, calls: 1, ...requestedUsage(operation, fields, countTokens) }
  return { model, usage, maxOutputTokens: maxOutputOf(fields) }
}

function requestedUsage(operation: string, fields: Fields, countTokens: CountTokens): Partial<Usage> {
  if (operation.startsWith('audio.speech')) return { characters: [...textOf(fields.input)].length }
  if (operation.startsWith('images.')) return { images: typeof fields.n === 'number' ? fields.n : 1 }
  if (operation.startsWith('vision.')) return { images: 1 }
  if (isJob(operation)) return { jobs: 1, durationMs: toMs(fields.duration_seconds) ?? 0 }
  const texts = [fields.messages, fields.input, fields.instructions, fields.prompt].map(textOf)
  return { promptTokens: countOf(texts.reduce((sum, text) => sum + (text === '' ? 0 : countTokens(text)), 0)) }
}

/** Whether an operation starts a music or video job. */
export const isJob = (operation: string): boolean => /^(music|video)\.generate$/.test(operation)

type Fields = Readonly<Record<string, unknown>>

const countOf = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0

function maxOutputOf({ max_tokens, max_completion_tokens, max_output_tokens, n }: Fields): number | undefined {
  const max = max_completion_tokens ?? max_tokens ?? max_output_tokens
  return Number.isSafeInteger(max) ? countOf(max) * Math.max(1, countOf(n)) : undefined
}

/** Returns the text in messages, items and parts; images and files are not text. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textOf).join('')
  return isRecord(value) ? textOf(value.content ?? value.text ?? value.output ?? '') : ''
}
