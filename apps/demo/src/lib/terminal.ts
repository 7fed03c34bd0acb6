import { styleText } from 'node:util'
import { spinner } from '@clack/prompts'
import { Table } from 'console-table-printer'
import { wrapAnsi } from 'fast-wrap-ansi'

/** Width of text in columns, on an output that is no terminal and does not set `COLUMNS`. */
const defaultWidth = 100
/** Width up to which lines are easily read. */
const maxWidth = 120
const speakerWidth = 6

/** Returns the width that lines must fit, in columns: at least 40, at most 120. */
export function lineWidth(): number {
  const { columns } = process.stdout
  return Math.min(maxWidth, Math.max(40, columns || Number(process.env.COLUMNS) || defaultWidth))
}

/** Whether a person can answer questions and sees lines that change. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true && process.env.TERM !== 'dumb'
}

/** Column behind the text of the line so far. */
let column = 0

/** Writes text without a line break, for streaming. It continues on the next line before a word that does not fit. */
export function write(text: string): void {
  for (const part of text.split(/(\n|\s+)/)) {
    if (column + part.length > lineWidth() && part !== '\n') {
      process.stdout.write(`\n${' '.repeat(speakerWidth)}`)
      column = speakerWidth
      if (part.trim() === '') continue
    }
    process.stdout.write(part)
    column = part === '\n' ? 0 : column + part.length
  }
}

/** Writes lines, wrapped to the width of the terminal; wrapped ones have the indent of the first. */
export function writeLine(text = ''): void {
  process.stdout.write(`${text.split('\n').map(wrap).join('\n')}\n`)
  column = 0
}

function wrap(line: string): string {
  const [indent] = /^ */.exec(line) as RegExpExecArray
  const lines = wrapAnsi(line.slice(indent.length), lineWidth() - indent.length, { hard: true }).split('\n')
  return lines.map((part) => indent + part).join('\n')
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
  process.stdout.write(styleText('yellow', speaker.padEnd(speakerWidth)))
  column = speakerWidth
}

/** Writes the name of the speaker and a complete message. */
export function writeSaying(speaker: string, text: string): void {
  writeSpeaker(speaker)
  const lines = wrapAnsi(text, lineWidth() - speakerWidth, { hard: true }).split('\n')
  writeLines(lines.join(`\n${' '.repeat(speakerWidth)}`))
}

function writeLines(text: string): void {
  process.stdout.write(`${text}\n`)
  column = 0
}

/**
 * Formats a table with a header row. If it is wider than the terminal, the last column is wrapped.
 *
 * @param head - Titles of the columns; they differ.
 */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const others = head
    .slice(0, -1)
    .map((title, index) => Math.max(title.length, ...rows.map((row) => row[index]!.length)))
  // Each column has a space on both sides and a border.
  const left = lineWidth() - others.reduce((sum, width) => sum + width + 3, 1) - 3
  const table = new Table({
    shouldDisableColors: true,
    columns: head.map((name, index) => ({
      name,
      alignment: 'left' as const,
      ...(index === head.length - 1 ? { maxLen: Math.max(10, left) } : {}),
    })),
  })
  for (const row of rows) table.addRow(Object.fromEntries(head.map((name, index) => [name, row[index]!])))
  return table.render()
}

/** Writes a table; see {@link formatTable}. */
export function writeTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  writeLines(formatTable(head, rows))
}

/**
 * Shows on a terminal that something takes time, until it has ended.
 *
 * @param label - What is being done: `Generating the image`.
 * @param work - Started work; or a function that starts it and can change the label.
 */
export async function showProgress<Result>(
  label: string,
  work: Promise<Result> | ((update: (label: string) => void) => Promise<Result>),
): Promise<Result> {
  const isFunction = typeof work === 'function'
  if (!isInteractive()) return isFunction ? work(() => undefined) : work
  const line = spinner({ indicator: 'timer', withGuide: false })
  line.start(label)
  try {
    return await (isFunction ? work((text) => line.message(text)) : work)
  } finally {
    line.clear()
  }
}
