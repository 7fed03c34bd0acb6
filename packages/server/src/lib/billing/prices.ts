import { z } from 'zod'
import { findPlan, type PlanId, planIds } from './plans.ts'
import { defaultPriceList, type PriceList } from './price-list.ts'

/** Micro-kopecks per kopeck. */
export const microKopecksPerKopeck = 1_000_000

/** Resources consumed by a request. */
export interface Consumption {
  readonly model: string
  readonly inputTokens: number
  readonly outputTokens: number
  /** Number of images, generated or analyzed. */
  readonly images?: number | undefined
  /** Duration of the generated or processed audio or video, in milliseconds. */
  readonly durationMs?: number | undefined
  /** Number of characters converted to speech. */
  readonly characters?: number | undefined
}

/** Prices of models. */
export interface Prices {
  /**
   * Returns the exact cost in millionths of a kopeck.
   *
   * @throws {RangeError} when the cost is not a safe integer.
   */
  cost(consumed: Consumption): number
  /** Returns the lowest plan that includes the model. */
  minPlanOf(model: string): PlanId
}

/** Parses rubles with at most two decimals and returns kopecks; NaN for any other text. */
export function parseRubles(text: string): number {
  if (!/^\d{1,9}(?:\.\d{1,2})?$/.test(text)) return Number.NaN
  const [whole, decimals = ''] = text.split('.')
  return Number(whole + decimals.padEnd(2, '0'))
}

/** Rubles as a string or number, parsed to kopecks. */
const RublesSchema = z
  .union([z.string(), z.number()])
  .transform((rubles) => parseRubles(String(rubles)))
  .refine((kopecks) => !Number.isNaN(kopecks), 'expected rubles with at most two decimals')

const PriceSchema = z.strictObject({
  input_per_million_tokens: RublesSchema.default(0),
  output_per_million_tokens: RublesSchema.default(0),
  per_image: RublesSchema.default(0),
  per_second: RublesSchema.default(0),
  per_million_characters: RublesSchema.default(0),
  min_plan: z.enum(planIds).default('free'),
  /** Marks an example price, where none is published. */
  example: z.boolean().default(false),
})

/** Schema of a price list: prices by model, and a default for all other models. */
export const PriceListSchema = z.strictObject({
  models: z.record(z.string(), PriceSchema),
  default: PriceSchema,
})

/**
 * Creates prices from a price list.
 *
 * @throws {z.ZodError} when the list is invalid.
 */
export function createPrices(list: PriceList = defaultPriceList): Prices {
  const { models, default: other } = PriceListSchema.parse(list)
  const prices = new Map(Object.entries(models))
  const priceOf = (model: string) => prices.get(model) ?? other
  return {
    cost({ model, inputTokens, outputTokens, images = 0, durationMs = 0, characters = 0 }) {
      const price = priceOf(model)
      // Whole kopecks per million units are whole micro-kopecks per unit, so no term of the sum is ever rounded.
      const cost =
        inputTokens * price.input_per_million_tokens +
        outputTokens * price.output_per_million_tokens +
        characters * price.per_million_characters +
        images * price.per_image * microKopecksPerKopeck +
        Math.ceil(durationMs) * price.per_second * (microKopecksPerKopeck / 1_000)
      if (!Number.isSafeInteger(cost))
        throw new RangeError(`A cost of ${cost} millionths of a kopeck exceeds the safe integers`)
      return cost
    },
    minPlanOf: (model) => findPlan(priceOf(model).min_plan).id,
  }
}
