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

/**
 * Formats a table: aligned under its header for a terminal, with the widest columns cut to fit; rows of tab-separated
 * values without a header otherwise.
 *
 * @returns Lines.
 */
export function formatTable(rows: Rows, { header, width }: TableFormat): string[] {
  const cells = rows.map((row) => row.map((cell) => stripControls(cell).replace(/[\n\t]+/g, ' ')))
  if (width === undefined) return cells.map((row) => row.join('\t'))
  const all = [header, ...cells]
  const widths = fit(
    header.map((_, column) => Math.max(...all.map((row) => textWidth(row[column] ?? '')))),
    width - gap.length * (header.length - 1),
  )
  return all.map((row) => {
    const shown = widths.map((columnWidth, column) => pad(truncate(row[column] ?? '', columnWidth), columnWidth))
    return shown.join(gap).trimEnd()
  })
}

/** Narrows the widest column, one step at a time, until all columns fit. */
function fit(widths: readonly number[], max: number): number[] {
  const fitted = [...widths]
  for (let excess = fitted.reduce((sum, width) => sum + width, 0) - max; excess > 0; excess -= 1) {
    const widest = fitted.indexOf(Math.max(...fitted))
    if ((fitted[widest] as number) <= 1) break
    fitted[widest] = (fitted[widest] as number) - 1
  }
  return fitted
}
