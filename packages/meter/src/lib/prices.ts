import { parsePrice } from './cost.ts'
import { refuseUnknownFields } from './refuse-unknown-fields.ts'
import type { Usage } from './usage.ts'

/** Prices of a model in units of the currency, as decimal text or numbers, with at most eight decimals. Default to 0. */
export interface ModelPrice {
  readonly input_per_million_tokens?: string | number | undefined
  /** Input that the server had cached. Defaults to the price of other input. */
  readonly cached_input_per_million_tokens?: string | number | undefined
  readonly output_per_million_tokens?: string | number | undefined
  /** Reasoning. Defaults to the price of other output. */
  readonly reasoning_per_million_tokens?: string | number | undefined
  readonly per_image?: string | number | undefined
  /** Second of audio or video. */
  readonly per_second?: string | number | undefined
  readonly per_million_characters?: string | number | undefined
  readonly per_job?: string | number | undefined
  readonly per_call?: string | number | undefined
}

/** Prices by model. A price list of `@mira/server` is one as well. */
export interface PriceList {
  /** ISO 4217 code of the prices. Defaults to `RUB`. */
  readonly currency?: string | undefined
  /**
   * Prices by name. A name may contain one `*` for any text; the name with the most other characters applies. A model
   * whose name ends in a date has the price of the name without it.
   */
  readonly models: { readonly [name: string]: ModelPrice }
  /** Price of all other models. Without it they are unpriced, which is not free. */
  readonly default?: ModelPrice | undefined
}

/** Price of one piece of each kind, in hundred-trillionths of the unit. */
export interface ExactPrice {
  readonly input: bigint
  readonly cachedInput: bigint
  readonly output: bigint
  readonly reasoning: bigint
  readonly image: bigint
  readonly millisecond: bigint
  readonly character: bigint
  readonly job: bigint
  readonly call: bigint
}

/** Finds prices by the names of models. */
export interface Prices {
  readonly currency: string
  /** Returns the price of a model, or `undefined` if it has none. */
  find(model: string | undefined): ExactPrice | undefined
}

const fields: readonly (keyof ModelPrice)[] = [
  'input_per_million_tokens',
  'cached_input_per_million_tokens',
  'output_per_million_tokens',
  'reasoning_per_million_tokens',
  'per_image',
  'per_second',
  'per_million_characters',
  'per_job',
  'per_call',
]
/** Fields of the server's own list that are not prices. */
const otherFields: readonly string[] = ['min_plan', 'example']

/**
 * Reads a price list.
 *
 * @throws {TypeError | RangeError} when a field is unknown, or a price is not a decimal number of at least 0.
 */
export function readPrices(list: PriceList): Prices {
  const { currency = 'RUB', models, default: other, ...unknown } = list
  refuseUnknownFields('prices', unknown, [])
  if (typeof models !== 'object' || models === null)
    throw new TypeError('prices.models must be an object of prices by model')
  const prices = new Map(Object.entries(models).map(([name, price]) => [name, toExactPrice(name, price)]))
  const patterns = [...prices.keys()]
    .filter((name) => name.includes('*'))
    .sort((one, other) => other.length - one.length)
  const fallback = other && toExactPrice('default', other)
  const findNamed = (model: string): ExactPrice | undefined =>
    prices.get(model) ?? prices.get(patterns.find((pattern) => matches(pattern, model)) ?? '')
  return {
    currency,
    find(model) {
      if (model === undefined) return fallback
      return findNamed(model) ?? findNamed(model.replace(/[-@]\d{4}-?\d\d-?\d\d$/, '')) ?? fallback
    },
  }
}

/** Returns the exact cost of usage, in hundred-trillionths of the unit; no term of the sum is ever rounded. */
export function exactCost(usage: Usage, price: ExactPrice): bigint {
  const times = (count: number, perPiece: bigint): bigint => (perPiece === 0n ? 0n : BigInt(count) * perPiece)
  return (
    times(usage.promptTokens - usage.cachedTokens, price.input) +
    times(usage.cachedTokens, price.cachedInput) +
    times(usage.completionTokens - usage.reasoningTokens, price.output) +
    times(usage.reasoningTokens, price.reasoning) +
    times(usage.images, price.image) +
    times(usage.durationMs, price.millisecond) +
    times(usage.characters, price.character) +
    times(usage.jobs, price.job) +
    times(usage.calls, price.call)
  )
}

/** Whether a price depends on the call alone, so that its cost is known without any usage. */
export const isFixed = ({ call: _, ...others }: ExactPrice): boolean =>
  Object.values(others).every((price) => price === 0n)

function toExactPrice(model: string, price: ModelPrice): ExactPrice {
  if (typeof price !== 'object' || price === null) throw new TypeError(`prices of ${model} must be an object`)
  refuseUnknownFields(`prices of ${model}`, price, [...fields, ...otherFields])
  const read = (name: keyof ModelPrice): bigint | undefined => {
    const value = price[name]
    return value == null ? undefined : parsePrice(`${name} of ${model}`, value)
  }
  const input = read('input_per_million_tokens') ?? 0n
  const output = read('output_per_million_tokens') ?? 0n
  return {
    input,
    cachedInput: read('cached_input_per_million_tokens') ?? input,
    output,
    reasoning: read('reasoning_per_million_tokens') ?? output,
    image: (read('per_image') ?? 0n) * 1_000_000n,
    millisecond: (read('per_second') ?? 0n) * 1_000n,
    character: read('per_million_characters') ?? 0n,
    job: (read('per_job') ?? 0n) * 1_000_000n,
    call: (read('per_call') ?? 0n) * 1_000_000n,
  }
}

/** Whether a model matches a name that contains one `*`. */
function matches(pattern: string, model: string): boolean {
  const at = pattern.indexOf('*')
  const [start, end] = [pattern.slice(0, at), pattern.slice(at + 1)]
  return model.length >= start.length + end.length && model.startsWith(start) && model.endsWith(end)
}
