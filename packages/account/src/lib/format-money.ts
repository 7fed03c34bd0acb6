/** Options of {@link formatMoney}. */
export interface MoneyFormat {
  /** BCP 47 tags (default: the runtime's own). */
  readonly locale?: string | readonly string[] | undefined
  /** ISO 4217 code (default `RUB`). */
  readonly currency?: string | undefined
}

/** `Intl` reads decimal text exactly, which its older declarations do not know. */
type FormatDecimal = (amount: string) => string

/**
 * Writes an amount for people, exactly: it never passes through floating point.
 *
 * @param kopecks Hundredths of the unit, whole; a bigint where a number could not be exact.
 * @throws {RangeError} for a number that is not whole or not exact.
 * @example formatMoney(123_456n, { locale: 'en' }) // RUB 1,234.56
 */
export function formatMoney(kopecks: number | bigint, { locale, currency = 'RUB' }: MoneyFormat = {}): string {
  if (typeof kopecks === 'number' && !Number.isSafeInteger(kopecks)) {
    throw new RangeError(`${kopecks} is no whole number of kopecks that is exact; pass a bigint`)
  }
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  const formatter = new Intl.NumberFormat(locale as string | string[], { style: 'currency', currency, ...digits })
  return (formatter.format as FormatDecimal)(toDecimal(BigInt(kopecks)))
}

function toDecimal(kopecks: bigint): string {
  const digits = String(kopecks < 0n ? -kopecks : kopecks).padStart(3, '0')
  return `${kopecks < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
