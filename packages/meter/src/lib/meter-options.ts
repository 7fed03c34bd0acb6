import { checkCount } from '@mira/core/internal'
import type { BudgetLimits } from './budget.ts'
import { type PriceList, type Prices, readPrices } from './prices.ts'
import { refuseUnknownFields } from './refuse-unknown-fields.ts'
import type { CountTokens } from './request-facts.ts'

/** Options of `meter`. */
export interface MeterOptions extends BudgetLimits {
  /** Prices by model. Without them, usage is counted and every call is unpriced. */
  readonly prices?: PriceList | undefined
  /**
   * Models of operations whose requests and responses name none, by operation, such as `{ 'audio.speech': 'tts-1' }`.
   * Default to the server's: `mira-voice`, `mira-transcribe`, `mira-image` …
   */
  readonly models?: Readonly<Record<string, string>> | undefined
  /** Whether to request the usage of chat streams (`stream_options.include_usage`). Some servers reject it. Defaults to `false`. */
  readonly includeUsage?: boolean | undefined
  /**
   * Counts the tokens of text, for what a budget reserves and for streams. Defaults to one token per 4 characters of output, and per
   * 16 of the input, since no more than the certain part is reserved.
   */
  readonly countTokens?: CountTokens | undefined
  /** Number of calls that are kept for `calls`, `unknown` and `reconcile`; the sums keep all. Defaults to 10 000. */
  readonly maxRecords?: number | undefined
}

/** Options of a scope, with defaults applied. */
export interface MeterSettings {
  readonly prices: Prices
  readonly models: Readonly<Record<string, string>>
  readonly includesUsage: boolean
  readonly countInput: CountTokens
  readonly countOutput: CountTokens
  readonly maxRecords: number
  readonly limits: BudgetLimits
}

const defaultModels: Readonly<Record<string, string>> = {
  'audio.speech': 'mira-voice',
  'audio.transcribe': 'mira-transcribe',
  'embeddings.create': 'mira-embed',
  'images.generate': 'mira-image',
  'images.edit': 'mira-image',
  'vision.locate': 'mira-vision',
  'music.generate': 'mira-music',
  'video.generate': 'mira-video',
  'realtime.audio': 'mira-realtime',
}

const perCharacters =
  (characters: number): CountTokens =>
  ({ length }) =>
    Math.ceil(length / characters)

/**
 * Applies defaults.
 *
 * @throws {TypeError | RangeError} when an option is unknown or invalid.
 */
export function readMeterOptions(options: MeterOptions): MeterSettings {
  const { prices, models, includeUsage, countTokens, maxRecords, maxCost, maxTokens, maxCalls, ...unknown } = options
  refuseUnknownFields('MeterOptions', unknown, [])
  if (maxRecords != null) checkCount('maxRecords', maxRecords, { min: 0 })
  if (maxCost != null && prices == null) throw new TypeError('maxCost needs prices')
  return {
    prices: readPrices(prices ?? { models: {} }),
    models: { ...defaultModels, ...models },
    includesUsage: includeUsage ?? false,
    countInput: countTokens ?? perCharacters(16),
    countOutput: countTokens ?? perCharacters(4),
    maxRecords: maxRecords ?? 10_000,
    limits: { maxCost, maxTokens, maxCalls },
  }
}
