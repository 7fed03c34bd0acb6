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

/** A quotation of what somebody says in the conversation. */
export function writeSpeaker(speaker: string, text: string): void {
  writeLine(`${styleText('yellow', speaker)} ${text}`)
}

/** Rows under a heading, as wide as their text. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({ head: [...head], style: { head: ['cyan'], border: ['gray'] } })
  table.push(...rows.map((row) => [...row]))
  return table.toString()
}
