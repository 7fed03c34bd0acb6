import { styleText } from 'node:util'
import Table from 'cli-table3'

/** Writes without a line end, for text that streams in. */
export function write(text: string): void {
  process.stdout.write(text)
}

export function writeLine(text = ''): void {
  process.stdout.write(`${text}\n`)
}

export const dim = (text: string): string => styleText('dim', text)
export const bold = (text: string): string => styleText('bold', text)
export const good = (text: string): string => styleText('green', text)
export const bad = (text: string): string => styleText('red', text)

/** A heading that sets a step apart. */
export function writeHeading(title: string, subtitle: string): void {
  writeLine()
  writeLine(`${styleText(['bold', 'cyan'], title)}  ${dim(subtitle)}`)
}

/** Who speaks; what is said follows, at once or as it streams in. */
export function writeSpeaker(speaker: string): void {
  write(`${styleText('yellow', speaker.padEnd(6))}`)
}

/** A whole line of somebody. */
export function writeSaying(speaker: string, text: string): void {
  writeSpeaker(speaker)
  writeLine(text)
}

/** Rows under a heading, as wide as their text; plain where colours would not be seen. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const bare = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }
  const table = new Table({ head: head.map(bold), style: { head: [], border: [] }, chars: bare })
  table.push(...rows.map((row) => [...row]))
  return table.toString()
}
