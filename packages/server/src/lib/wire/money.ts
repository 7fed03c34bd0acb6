/** Formats kopecks as rubles with two decimals, such as `-12.05`. */
export function toRubles(kopecks: number): string {
  const digits = String(Math.abs(kopecks)).padStart(3, '0')
  return `${kopecks < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

const microKopecksPerMicrocent = 100n

/** Converts to the unit of usage reports, 10,000 to a kopeck; fractions are truncated. */
export function toMicrocents(microKopecks: bigint): number {
  return Number(microKopecks / microKopecksPerMicrocent)
}
