const amountPattern = /^([-−+]?)(\d+)(?:[.,](\d{1,2}))?$/
const blanks = /[\s\p{Sc}]/gu

/**
 * Reads an amount in whole units, as the wire writes it (`"1234.50"`) or a person does (`1 234,5 ₽`), exactly.
 *
 * @param text At most two decimals after a point or a comma; spaces group digits, signs of currencies are passed over.
 * @returns Kopecks (hundredths of the unit).
 * @throws {RangeError} for any other text: a separator of thousands could be meant as a decimal one.
 */
export function parseMoney(text: string): bigint {
  const match = amountPattern.exec(text.replace(blanks, ''))
  if (match === null) throw new RangeError(`"${text}" is no amount of money with at most two decimals`)
  const [, sign, whole, decimals = ''] = match
  const kopecks = BigInt(whole! + decimals.padEnd(2, '0'))
  return sign === '-' || sign === '−' ? -kopecks : kopecks
}
