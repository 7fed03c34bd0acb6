/** Hundred-trillionths of a unit of currency: a price with eight decimals per million is a whole number per piece. */
const exactPerUnit = 100_000_000_000_000n
const exactPerMinorUnit = 1_000_000_000_000n

/** An exact amount of money. Immutable; text and JSON contain the exact decimal amount. */
export class Cost {
  /** Exact amount, in hundred-trillionths (10⁻¹⁴) of the unit. */
  readonly exact: bigint
  /** ISO 4217 code. */
  readonly currency: string

  constructor(exact: bigint, currency: string) {
    this.exact = exact
    this.currency = currency
  }

  /**
   * Whole hundredths of the unit (kopecks, cents), as `formatMoney` of `@mira/account` accepts. The fraction is dropped, as by a
   * ledger that carries it forward to the next charge.
   */
  get minorUnits(): bigint {
    return this.exact / exactPerMinorUnit
  }

  /**
   * Returns the sum of two amounts.
   *
   * @throws {TypeError} when the currencies differ.
   */
  plus({ exact, currency }: Cost): Cost {
    if (currency !== this.currency) throw new TypeError(`Cannot add ${currency} to ${this.currency}`)
    return new Cost(this.exact + exact, currency)
  }

  /** Returns the exact amount in units, with at least two decimals, such as `0.0125`. */
  toString(): string {
    const magnitude = this.exact < 0n ? -this.exact : this.exact
    const decimals = String(magnitude % exactPerUnit).padStart(14, '0')
    const fraction = decimals.slice(0, 2) + decimals.slice(2).replace(/0+$/, '')
    return `${this.exact < 0n ? '-' : ''}${magnitude / exactPerUnit}.${fraction}`
  }

  /** Returns the exact amount and its currency. */
  toJSON(): { amount: string; currency: string } {
    return { amount: String(this), currency: this.currency }
  }
}

/** Converts hundredths of the unit to an exact amount. */
export const exactOfMinorUnits = (minorUnits: bigint): bigint => minorUnits * exactPerMinorUnit

const pricePattern = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i
const priceDecimals = 8

/**
 * Parses a price in units exactly.
 *
 * @param name - Name of the field, for the error.
 * @param value - A decimal number, as text or as a number.
 * @returns The price in hundred-millionths of the unit.
 * @throws {RangeError} when it is negative, not a decimal number, or has more than eight decimals.
 */
export function parsePrice(name: string, value: string | number): bigint {
  const [, whole = '', fraction = '', exponent = '0'] = pricePattern.exec(String(value).trim()) ?? []
  const shift = priceDecimals - fraction.length + Number(exponent)
  const digits = whole + fraction
  const dropped = shift < 0 ? digits.slice(shift) : ''
  if (whole === '' || Number(dropped) !== 0 || shift > 300)
    throw new RangeError(
      `${name} must be a decimal number of at least 0 with at most ${priceDecimals} decimals, not ${value}`,
    )
  return BigInt(shift < 0 ? digits.slice(0, shift) || '0' : digits + '0'.repeat(shift))
}
