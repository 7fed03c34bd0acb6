const amountPattern = /^([-−+]?)(\d+)(?:[.,](\d{1,2}))?$/
const blanks = /[\s\p{Sc}]/gu

/**
 * Parses an amount in whole units exactly, as sent on the wire (`"1234.50"`) or written by people (`1 234,5 ₽`).
 *
 * @param text - At most two decimals after a point or a comma; grouping spaces and currency signs are ignored.
 * @returns Kopecks (hundredths of the unit).
 * @throws {RangeError} for any other text, because a thousands separator could be mistaken for a decimal one.
 */
export function parseMoney(text: string): bigint {
  const match = amountPattern.exec(text.replace(blanks, ''))
  if (match === null) throw new RangeError(`"${text}" is not an amount of money with at most two decimals`)
  const [, sign, units, decimals = ''] = match
  const kopecks = BigInt(units! + decimals.padEnd(2, '0'))
  return sign === '-' || sign === '−' ? -kopecks : kopecks
}
