import { stripControls } from './terminal.ts'
import { pad, textWidth, truncate } from './text-width.ts'

/** Rows of a table, all of the same length. */
export type Rows = readonly (readonly string[])[]

/** Format of a table. */
export interface TableFormat {
  /** Titles of the columns. */
  readonly header: readonly string[]
  /** Columns of the terminal that the table must fit into; without it, rows are separated by tabs, for other programs. */
  readonly width?: number | undefined
}

const gap = '  '
/** Width below which a column is left out rather than cut. */
const minWidth = 6

/**
 * Formats a table: aligned under its header for a terminal; rows of tab-separated values without a header otherwise. To
 * fit, columns other than the first are cut, or left out from the right. The first, which has ids to copy, is kept whole.
 *
 * @returns Lines.
 */
export function formatTable(rows: Rows, { header, width }: TableFormat): string[] {
  const cells = rows.map((row) => row.map((cell) => stripControls(cell).replace(/[\n\t]+/g, ' ')))
  if (width === undefined) return cells.map((row) => row.join('\t'))
  const filled = header.map((_, column) => cells.some((row) => row[column] !== ''))
  const all = [header, ...cells].map((row) => row.filter((_, column) => filled[column]))
  const widths = fit(
    (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => textWidth(row[column] ?? '')))),
    width,
  )
  return all.map((row) => {
    const shown = widths.map((columnWidth, column) => pad(truncate(row[column] ?? '', columnWidth), columnWidth))
    return shown.join(gap).trimEnd()
  })
}

/** Returns the widths of the columns that are shown. */
function fit([first = 0, ...widths]: readonly number[], width: number): number[] {
  const left = width - first
  const widthOf = (columns: readonly number[]): number =>
    columns.reduce((sum, columnWidth) => sum + gap.length + columnWidth, 0)
  const shown = [...widths]
  while (widthOf(shown.map((columnWidth) => Math.min(columnWidth, minWidth))) > left && shown.length > 0) shown.pop()
  for (let excess = widthOf(shown) - left; excess > 0; excess -= 1) {
    const widest = shown.indexOf(Math.max(...shown))
    shown[widest] = (shown[widest] as number) - 1
  }
  return [first, ...shown]
}
