import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isMiraError, MiraError } from '@mira/core'
import { checkCount, refuseUnknown } from '@mira/core/internal'
import { fileError } from './file-error.ts'
import { readFileLines } from './file-lines.ts'

/** Options for {@link readJsonLines}. */
export interface ReadJsonLinesOptions {
  /** Length of the longest line, in bytes. Defaults to 16 MiB. */
  readonly maxLineBytes?: number | null | undefined
}

/**
 * Reads a file of JSON lines (JSONL, NDJSON) in constant memory. Empty lines are skipped.
 *
 * @param file - Path or `file:` URL of the file, in UTF-8.
 * @returns The value of each line; the type is that of the caller, and not checked.
 * @throws {RangeError} when `maxLineBytes` is not an integer of at least 1. The iteration throws a `MiraError` of code
 * `file_unreadable`, with the number of the line that is not JSON or too long.
 */
export function readJsonLines<Item = unknown>(
  file: string | URL,
  options: ReadJsonLinesOptions = {},
): AsyncIterable<Item> {
  const { maxLineBytes, ...unknown } = options
  refuseUnknown(unknown, 'ReadJsonLinesOptions')
  const maxBytes = maxLineBytes ?? 16 * 1024 * 1024
  checkCount('maxLineBytes', maxBytes, { min: 1 })
  const path = typeof file === 'string' ? file : fileURLToPath(file)
  return { [Symbol.asyncIterator]: () => readItems<Item>(path, maxBytes) }
}

async function* readItems<Item>(path: string, maxBytes: number): AsyncGenerator<Item, void, undefined> {
  let number = 0
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileError(`Read ${path}`, 'file_unreadable', error)
  })
  try {
    for await (const { bytes } of readFileLines(handle, maxBytes)) {
      number += 1
      // A byte order mark may precede the first line, and a carriage return the line feed.
      const text = bytes
        .toString('utf8')
        .replace(/^\ufeff/, '')
        .trim()
      if (text !== '') yield parseLine<Item>(text, path, number)
    }
  } catch (error) {
    if (isMiraError(error)) throw error
    throw fileError(`Read ${path}, line ${number + 1}`, 'file_unreadable', error)
  } finally {
    await handle.close()
  }
}

function parseLine<Item>(text: string, path: string, number: number): Item {
  try {
    return JSON.parse(text) as Item
  } catch (cause) {
    // The message of the cause quotes the line, which may be confidential.
    throw new MiraError(`Read ${path}: line ${number} is not JSON`, { code: 'file_unreadable', cause })
  }
}
