import { type FileHandle, open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isMiraError, MiraError } from '@mira/core'
import { decodeValue } from '../value-json.ts'
import { parseHeader, parseRecord } from './checkpoint-line.ts'
import { fileError } from './file-error.ts'
import { readFileLines } from './file-lines.ts'

/** Result of an item, as {@link readCheckpoint} yields it. */
export interface StoredResult<Value> {
  /** Id of the item: its index, unless the batch has `idOf`. */
  readonly id: string
  /** Value that the operation returned. */
  readonly value: Value
}

/**
 * Reads the results in the file of a {@link fileCheckpoint}, in the order in which they were stored and in constant memory. It makes
 * no call, takes no lock and changes nothing, so that it also shows what a running batch has stored so far.
 *
 * @param file - Path or `file:` URL of the checkpoint.
 * @returns The results; the type of their values is that of the caller, and not checked.
 * @throws {MiraError} The iteration throws `file_unreadable` when the file does not exist or is not a checkpoint.
 */
export function readCheckpoint<Value = unknown>(file: string | URL): AsyncIterable<StoredResult<Value>> {
  const path = typeof file === 'string' ? file : fileURLToPath(file)
  return { [Symbol.asyncIterator]: () => readResults<Value>(path) }
}

async function* readResults<Value>(path: string): AsyncGenerator<StoredResult<Value>, void, undefined> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw fileError(`Checkpoint ${path}`, 'file_unreadable', error)
  })
  try {
    yield* readRecords<Value>(handle, path)
  } catch (error) {
    throw isMiraError(error) ? error : fileError(`Checkpoint ${path}`, 'file_unreadable', error)
  } finally {
    await handle.close()
  }
}

async function* readRecords<Value>(
  handle: FileHandle,
  path: string,
): AsyncGenerator<StoredResult<Value>, void, undefined> {
  let number = 0
  for await (const { bytes, isTerminated } of readFileLines(handle, Number.POSITIVE_INFINITY)) {
    number += 1
    const line = bytes.toString('utf8')
    // A batch that is running, or was killed, leaves its last line incomplete.
    if (!isTerminated) return
    if (number === 1 && parseHeader(line) !== undefined) continue
    const record = number === 1 ? undefined : parseRecord(line)
    if (record === undefined)
      throw new MiraError(`Checkpoint ${path}: line ${number} is not one of a checkpoint`, { code: 'file_unreadable' })
    yield { id: record.id, value: decodeValue(record.json) as Value }
  }
}
