import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { PriceList } from '../billing/price-list.ts'
import { PriceListSchema } from '../billing/prices.ts'
import { CommandError } from './command-error.ts'

/**
 * Reads and validates a price list from a JSON file.
 *
 * @throws {CommandError} when the file is invalid; the message lists the problems.
 * @throws The system error when the file cannot be read.
 */
export async function readPriceList(file: string): Promise<PriceList> {
  const list = parseList(file, await readFile(file, 'utf8'))
  const { error } = PriceListSchema.safeParse(list)
  if (error !== undefined) throw new CommandError(`${file} is not a valid price list:\n${z.prettifyError(error)}`)
  return list
}

function parseList(file: string, text: string): PriceList {
  try {
    return JSON.parse(text) as PriceList
  } catch (error) {
    throw new CommandError(`${file} is not JSON: ${(error as Error).message}`, { cause: error })
  }
}
