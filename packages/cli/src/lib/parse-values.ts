import { InvalidArgumentError } from 'commander'

/** @throws {InvalidArgumentError} when the text is no number above 0. */
export function toPositive(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && number > 0 && Number.isFinite(number)) return number
  throw new InvalidArgumentError('Expected a number above 0.')
}

/** @throws {InvalidArgumentError} when the text is no number. */
export function toNumber(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isFinite(number)) return number
  throw new InvalidArgumentError('Expected a number.')
}

/** @throws {InvalidArgumentError} when the text is no whole number above 0. */
export function toCount(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(number) && number > 0) return number
  throw new InvalidArgumentError('Expected a whole number, 1 or more.')
}

/** @throws {InvalidArgumentError} when the text is no whole number. */
export function toInteger(text: string): number {
  const number = Number(text)
  if (text.trim() !== '' && Number.isSafeInteger(number)) return number
  throw new InvalidArgumentError('Expected a whole number.')
}

/** @throws {InvalidArgumentError} when the text is not a grid, such as `8x6`. */
export function toGrid(text: string): { readonly rows: number; readonly cols: number } {
  const [, cols, rows] = /^([1-9]\d{0,3})[x×]([1-9]\d{0,3})$/.exec(text) ?? []
  if (cols === undefined) throw new InvalidArgumentError('Expected columns and rows, such as 8x6.')
  return { cols: Number(cols), rows: Number(rows) }
}

/** @throws {InvalidArgumentError} when the text is no date. */
export function toDate(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) {
    // February 30 is parsed as March 2.
    const date = new Date(`${text}T00:00:00Z`)
    if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)) return text
  }
  throw new InvalidArgumentError('Expected a date, such as 2026-01-31.')
}
