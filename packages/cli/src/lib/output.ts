import { paint, type Style, stripControls } from './terminal.ts'

/** Writes to standard output. Rejects with the error `EPIPE` when its reader is gone. */
export function write(data: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(data, (error) => (error ? reject(error) : resolve()))
  })
}

/** Writes text from a server; on a terminal without control characters. */
export function writeText(text: string): Promise<void> {
  return write(process.stdout.isTTY ? stripControls(text) : text)
}

/** Writes a line of text. */
export function writeLine(line: string): Promise<void> {
  return writeText(`${line}\n`)
}

/** Writes a value as JSON on one line. */
export function writeJson(value: unknown): Promise<void> {
  return write(`${JSON.stringify(value)}\n`)
}

/** Writes a remark for people to standard error. */
export function note(message: string, style?: Style): void {
  const text = stripControls(message)
  process.stderr.write(`${style === undefined ? text : paint(style, text, process.stderr)}\n`)
}

/** Whether an error says that the reader of standard output is gone, as `head` is after its last line. */
export function isClosedPipe(error: unknown): boolean {
  return (error as { code?: unknown } | null | undefined)?.code === 'EPIPE'
}
