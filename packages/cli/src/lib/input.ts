import { fstatSync } from 'node:fs'
import { buffer, text } from 'node:stream/consumers'
import type { NamedFile } from '@mira/core'
import { CommandError } from './command-error.ts'

/**
 * Whether standard input is a pipe, a socket or a file, which has something to read. A terminal and `/dev/null` do not.
 */
export function hasPipedInput(): boolean {
  if (process.stdin.isTTY) return false
  try {
    const stats = fstatSync(0)
    return stats.isFIFO() || stats.isSocket() || stats.isFile()
  } catch {
    // Standard input is closed.
    return false
  }
}

/** Reads standard input to its end as text. */
export function readStdinText(): Promise<string> {
  return text(process.stdin)
}

/** Reads standard input to its end. */
export function readStdinBytes(): Promise<Uint8Array> {
  return buffer(process.stdin)
}

/**
 * Returns the text of a command: its words, or standard input when they are `-` or absent.
 *
 * @param what - Name of the text in the error message, such as `text to speak`.
 * @throws {CommandError} when there is none.
 */
export async function readTextArgument(words: readonly string[], what: string): Promise<string> {
  const isStdin = words.length === 0 ? hasPipedInput() : isDash(words)
  const read = isStdin ? await readStdinText() : words.join(' ')
  if (read.trim() === '') throw new CommandError(`There is no ${what}: pass it as an argument, or pipe it in`)
  return isStdin ? read.trim() : read
}

/** Whether the words of a command are a single `-`, standard input. */
export function isDash(words: readonly string[]): boolean {
  return words.length === 1 && words[0] === '-'
}

/** Returns an image: a URL as it is, a file, or standard input for `-`. */
export async function readImage(source: string): Promise<string | Uint8Array<ArrayBuffer>> {
  if (/^(https?:\/\/|data:)/i.test(source)) return source
  if (source === '-') return new Uint8Array(await readStdinBytes())
  const { readFile } = await import('node:fs/promises')
  return new Uint8Array(await readFile(source))
}

/** Returns a file to upload, which is read while it is sent; standard input for `-`. */
export async function readFileArgument(source: string): Promise<NamedFile> {
  if (source === '-') return { source: process.stdin }
  const { fromPath } = await import('@mira/core/node')
  return fromPath(source)
}

/**
 * Reads the first line of standard input, and leaves the rest to be read.
 *
 * @throws {CommandError} when there is none.
 */
export async function readFirstLine(): Promise<string> {
  const { stdin } = process
  let line = Buffer.alloc(0)
  for await (const chunk of stdin.iterator({ destroyOnReturn: false })) {
    line = Buffer.concat([line, chunk])
    const end = line.indexOf('\n')
    if (end === -1) continue
    const rest = line.subarray(end + 1)
    if (rest.length > 0) stdin.unshift(rest)
    line = line.subarray(0, end)
    break
  }
  const key = line.toString().trim()
  if (key === '') throw new CommandError('--key-stdin expects the API key in the first line of standard input')
  return key
}
