import { Cost } from './cost.ts'
import { exactCost, type PriceList, readPrices } from './prices.ts'
import type { Usage } from './usage.ts'

/**
 * Returns the exact cost of usage.
 *
 * @param model - Name of the model.
 * @returns `undefined` when the model has no price.
 * @throws {TypeError | RangeError} when the price list is invalid.
 * @example costOf(usageOf(completion), completion.model, prices)
 */
export function costOf(usage: Usage, model: string, prices: PriceList): Cost | undefined {
  const { find, currency } = readPrices(prices)
  const price = find(model)
  return price && new Cost(exactCost(usage, price), currency)
}
