import { formatTable, type Rows } from './format-table.ts'
import { write } from './output.ts'
import { paint, widthOf } from './terminal.ts'

/** Writes a table to standard output: aligned on a terminal, as tab-separated values otherwise. */
export async function writeTable(header: readonly string[], rows: Rows): Promise<void> {
  const { stdout, env } = process
  const width = stdout.isTTY ? widthOf(stdout, env) : undefined
  const [first, ...others] = formatTable(rows, { header, width })
  if (first === undefined) return
  const lines = [width === undefined ? first : paint('bold', first), ...others]
  await write(lines.map((line) => `${line}\n`).join(''))
}
