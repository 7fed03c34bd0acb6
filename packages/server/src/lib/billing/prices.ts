import { z } from 'zod'
import { findPlan, type PlanId, planIds } from './plans.ts'

/** Millionths of a kopeck in a kopeck. */
export const microKopecksPerKopeck = 1_000_000

/** What a request consumed. */
export interface Consumption {
  readonly model: string
  readonly inputTokens: number
  readonly outputTokens: number
  /** Pictures made. */
  readonly images?: number | undefined
  /** Length of the sound or film made or read, in milliseconds. */
  readonly durationMs?: number | undefined
  /** Characters spoken. */
  readonly characters?: number | undefined
}

/** What things cost. */
export interface Prices {
  /** Exact cost in millionths of a kopeck. */
  cost(consumed: Consumption): number
  /** The lowest plan that may use the model. */
  minPlanOf(model: string): PlanId
}

/** Kopecks of roubles written with at most two decimals; NaN for anything else. */
export function parseRoubles(text: string): number {
  if (!/^\d{1,9}(?:\.\d{1,2})?$/.test(text)) return Number.NaN
  const [whole, decimals = ''] = text.split('.')
  return Number(whole + decimals.padEnd(2, '0'))
}

/** Roubles as text, or as a number that says the same; read as kopecks. */
const RoublesSchema = z
  .union([z.string(), z.number()])
  .transform((roubles) => parseRoubles(String(roubles)))
  .refine((kopecks) => !Number.isNaN(kopecks), 'expected roubles with at most two decimals')

const PriceSchema = z.strictObject({
  input_per_million_tokens: RoublesSchema.default(0),
  output_per_million_tokens: RoublesSchema.default(0),
  per_image: RoublesSchema.default(0),
  per_second: RoublesSchema.default(0),
  per_million_characters: RoublesSchema.default(0),
  min_plan: z.enum(planIds).default('free'),
  /** Marks a price that is made up, where none is published. */
  example: z.boolean().default(false),
})

/** Form of a price list: prices by model, and one for every other. */
export const PriceListSchema = z.strictObject({
  models: z.record(z.string(), PriceSchema),
  default: PriceSchema,
})

/** A price list as it is written. */
export type PriceList = z.input<typeof PriceListSchema>

/** Published prices of text in roubles; those of media are made up. See docs/protocol.md#billing. */
export const defaultPriceList: PriceList = {
  models: {
    mira: { input_per_million_tokens: '50', output_per_million_tokens: '150' },
    'mira-thinking': { input_per_million_tokens: '50', output_per_million_tokens: '150' },
    'mira-pro': { input_per_million_tokens: '100', output_per_million_tokens: '300' },
    'mira-max': { input_per_million_tokens: '250', output_per_million_tokens: '750', min_plan: 'pro' },
    'mira-embed': { input_per_million_tokens: '5', example: true },
    'mira-image': { per_image: '4', example: true },
    'mira-voice': { per_million_characters: '900', example: true },
    'mira-transcribe': { per_second: '0.05', example: true },
    'mira-realtime': { per_second: '0.20', example: true },
    'mira-music': { per_second: '0.30', example: true },
    'mira-video': { per_second: '12', example: true },
    'mira-vision': { per_image: '0.50', example: true },
  },
  default: { input_per_million_tokens: '50', output_per_million_tokens: '150', example: true },
}

/**
 * Reads a price list.
 *
 * @throws {z.ZodError} for one that does not have the form.
 */
export function createPrices(list: PriceList = defaultPriceList): Prices {
  const { models, default: other } = PriceListSchema.parse(list)
  const prices = new Map(Object.entries(models))
  const priceOf = (model: string) => prices.get(model) ?? other
  return {
    cost({ model, inputTokens, outputTokens, images = 0, durationMs = 0, characters = 0 }) {
      const price = priceOf(model)
      // Whole kopecks a million are whole millionths of a kopeck each: no part of the sum is ever rounded.
      const cost =
        inputTokens * price.input_per_million_tokens +
        outputTokens * price.output_per_million_tokens +
        characters * price.per_million_characters +
        images * price.per_image * microKopecksPerKopeck +
        Math.ceil(durationMs) * price.per_second * (microKopecksPerKopeck / 1_000)
      if (!Number.isSafeInteger(cost)) throw new RangeError(`A cost of ${cost} millionths of a kopeck is not exact`)
      return cost
    },
    minPlanOf: (model) => findPlan(priceOf(model).min_plan).id,
  }
}
