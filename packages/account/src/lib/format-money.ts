/** Options of {@link formatMoney}. */
export interface MoneyFormat {
  /** BCP 47 tags. Defaults to the runtime's locale. */
  readonly locale?: string | readonly string[] | undefined
  /** ISO 4217 code. Defaults to `RUB`. */
  readonly currency?: string | undefined
}

/** `Intl` formats decimal strings exactly, which its older declarations lack. */
type FormatDecimal = (amount: string) => string

/**
 * Formats an amount for display. The result is exact, without floating-point arithmetic.
 *
 * @param kopecks - Hundredths of the unit, an integer; a bigint if a number would not be exact.
 * @throws {RangeError} when a number is not an integer or not exact.
 * @example formatMoney(123_456n, { locale: 'en' }) // RUB 1,234.56
 */
export function formatMoney(kopecks: number | bigint, { locale, currency = 'RUB' }: MoneyFormat = {}): string {
  if (typeof kopecks === 'number' && !Number.isSafeInteger(kopecks)) {
    throw new RangeError(`${kopecks} is not an exact integer of kopecks; pass a bigint`)
  }
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  const formatter = new Intl.NumberFormat(locale as string | string[], { style: 'currency', currency, ...digits })
  return (formatter.format as FormatDecimal)(toDecimal(BigInt(kopecks)))
}

function toDecimal(kopecks: bigint): string {
  const digits = String(kopecks < 0n ? -kopecks : kopecks).padStart(3, '0')
  return `${kopecks < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
