import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { PriceList } from '../billing/price-list.ts'
import { PriceListSchema } from '../billing/prices.ts'

/**
 * Reads and validates a price list from a JSON file.
 *
 * @throws {Error} when the file cannot be read or is invalid; the message lists the problems.
 */
export async function readPriceList(file: string): Promise<PriceList> {
  const list = JSON.parse(await readFile(file, 'utf8')) as PriceList
  const { error } = PriceListSchema.safeParse(list)
  if (error !== undefined) throw new Error(`${file} is not a valid price list:\n${z.prettifyError(error)}`)
  return list
}
