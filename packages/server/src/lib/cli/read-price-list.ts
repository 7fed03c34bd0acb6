import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type PriceList, PriceListSchema } from '../billing/prices.ts'

/**
 * Reads a price list from a JSON file.
 *
 * @throws {Error} that says what in the file is wrong.
 */
export async function readPriceList(file: string): Promise<PriceList> {
  const list = JSON.parse(await readFile(file, 'utf8')) as PriceList
  const { error } = PriceListSchema.safeParse(list)
  if (error !== undefined) throw new Error(`${file} is no price list:\n${z.prettifyError(error)}`)
  return list
}
