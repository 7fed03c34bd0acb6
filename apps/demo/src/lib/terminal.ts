import { styleText } from 'node:util'
import Table from 'cli-table3'

/** Writes text without a line break, for streaming. */
export function write(text: string): void {
  process.stdout.write(text)
}

/** Writes a line. */
export function writeLine(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/** Formats text as dimmed. */
export const dim = (text: string): string => styleText('dim', text)
/** Formats text as bold. */
export const bold = (text: string): string => styleText('bold', text)
/** Formats text in green. */
export const good = (text: string): string => styleText('green', text)
/** Formats text in red. */
export const bad = (text: string): string => styleText('red', text)

/** Writes the heading of a step. */
export function writeHeading(title: string, subtitle: string): void {
  writeLine()
  writeLine(`${styleText(['bold', 'cyan'], title)}  ${dim(subtitle)}`)
}

/** Writes the name of the speaker, to be followed by the message. */
export function writeSpeaker(speaker: string): void {
  write(`${styleText('yellow', speaker.padEnd(6))}`)
}

/** Writes the name of the speaker and a complete message. */
export function writeSaying(speaker: string, text: string): void {
  writeSpeaker(speaker)
  writeLine(text)
}

/** Formats rows as a table with a header row; without colors if the terminal does not support them. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const bare = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }
  const table = new Table({ head: head.map(bold), style: { head: [], border: [] }, chars: bare })
  table.push(...rows.map((row) => [...row]))
  return table.toString()
}
