import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { toJsonText } from '@mira/core/internal'
import { fileError } from './file-error.ts'
import { syncFile } from './sync-file.ts'

/** Bytes collected for one write. */
const writeBytes = 256 * 1024

/**
 * Writes values as JSON lines, in constant memory: to a temporary file that replaces the target once all values are
 * written, so that the target is never incomplete. Vectors (`Float32Array`) become lists of numbers.
 *
 * @param file - Path or `file:` URL of the target; its directory must exist.
 * @returns The number of values.
 * @throws The error of `values`, or a `MiraError` of code `file_unwritable`.
 */
export async function writeJsonLines(
  file: string | URL,
  values: Iterable<unknown> | AsyncIterable<unknown>,
): Promise<number> {
  const path = typeof file === 'string' ? file : fileURLToPath(file)
  const temporary = `${path}.${randomBytes(6).toString('hex')}.part`
  const unwritable = (error: unknown): never => {
    throw fileError(`Write ${path}`, 'file_unwritable', error)
  }
  const handle = await open(temporary, 'wx').catch(unwritable)
  try {
    let count = 0
    let text = ''
    for await (const value of values) {
      text += `${toJsonText(toPlain(value))}\n`
      count += 1
      if (text.length < writeBytes) continue
      await handle.appendFile(text).catch(unwritable)
      text = ''
    }
    await handle.appendFile(text).catch(unwritable)
    await syncFile(handle).catch(unwritable)
    await handle.close()
    await rename(temporary, path).catch(unwritable)
    return count
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(temporary, { force: true })
    throw error
  }
}

/** Replaces vectors, which JSON would write as objects. */
function toPlain(value: unknown): unknown {
  if (value instanceof Float32Array) return Array.from(value)
  if (Array.isArray(value)) return value.map(toPlain)
  if (!(value instanceof Object) || 'toJSON' in value) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toPlain(member)]))
}
