import { createHash, type Hash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BusboyFileStream, BusboyInstance } from '@fastify/busboy'
import { ApiError } from '../api-error.ts'
import { isDiskFailure } from '../disk-failure.ts'
import { newTemporaryPath } from './temporary-directories.ts'

/** File of a form, kept on disk while its request is served. */
export interface SpooledFile {
  /** Field name, without the brackets of a list. */
  readonly field: string
  readonly path: string
  readonly bytes: number
  /** SHA-256 of the content, in lowercase hex. */
  readonly sha256: string
}

/** Multipart form that was received completely. */
export interface SpooledForm extends AsyncDisposable {
  /** Values by field name, without the brackets of a list. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly files: readonly SpooledFile[]
  /** Fingerprint of the content; the boundary, which differs on every send, is excluded. */
  readonly fingerprint: string
}

/** Limits of a form. */
export interface FormLimits {
  /** Maximum size of the body, including all files. */
  readonly maxBytes: number
  readonly maxFiles: number
}

const maxFields = 50
const maxFieldBytes = 64 * 1024

/**
 * Receives a form and streams its files to disk, so that memory use does not grow with their size.
 *
 * @param body - Request body; its own `ApiError` is passed on.
 * @throws {ApiError} 400 for a malformed or truncated form, 413 for one that exceeds the limits.
 */
export async function spoolForm(
  body: AsyncIterable<Uint8Array>,
  headers: Pick<IncomingHttpHeaders, 'content-type'>,
  limits: FormLimits,
): Promise<SpooledForm> {
  const directory = newTemporaryPath('form')
  await mkdir(directory, { mode: 0o700 })
  const remove = () => rm(directory, { recursive: true, force: true })
  try {
    return { ...(await receive(body, headers, { ...limits, directory })), [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error instanceof ApiError || isDiskFailure(error)
      ? error
      : new ApiError(400, 'Malformed multipart form in request body', { cause: error })
  }
}

async function receive(
  body: AsyncIterable<Uint8Array>,
  headers: Pick<IncomingHttpHeaders, 'content-type'>,
  { directory, maxBytes, maxFiles }: FormLimits & { readonly directory: string },
): Promise<Pick<SpooledForm, 'fields' | 'files' | 'fingerprint'>> {
  const parser = await openParser(headers, maxFiles)
  const fields = new Map<string, string[]>()
  const files: Promise<SpooledFile>[] = []
  const streams: BusboyFileStream[] = []
  let rejection: ApiError | undefined
  const reject = (detail: string) => {
    rejection ??= new ApiError(413, detail)
  }
  parser.on('file', (name: string, stream: BusboyFileStream) => {
    const file = spoolFile(toFieldName(name), stream, join(directory, String(files.length)))
    // In a truncated form, each of its files rejects; only one error is reported.
    file.catch(() => undefined)
    files.push(file)
    streams.push(stream)
  })
  parser.on('field', (...[name, value, , isTruncated]: FieldEvent) => {
    if (isTruncated) reject(`${name}: the field exceeds ${maxFieldBytes} bytes`)
    const field = toFieldName(name)
    fields.set(field, [...(fields.get(field) ?? []), value])
  })
  parser.on('filesLimit', () => reject(`The form has more than ${maxFiles} files`))
  parser.on('fieldsLimit', () => reject(`The form has more than ${maxFields} fields`))
  try {
    await pipeline(Readable.from(limitBytes(body, maxBytes)), parser)
  } catch (error) {
    // The parser leaves the streams of its files open, and their readers waiting, with a file descriptor each.
    for (const stream of streams) stream.destroy()
    await Promise.allSettled(files)
    throw error
  }
  if (rejection !== undefined) throw rejection
  const received = await Promise.all(files)
  return { fields, files: received, fingerprint: toFingerprint(fields, received) }
}

/** Arguments of Busboy's `field` event. */
type FieldEvent = [name: string, value: string, isNameTruncated: boolean, isValueTruncated: boolean]

async function openParser(
  headers: Pick<IncomingHttpHeaders, 'content-type'>,
  maxFiles: number,
): Promise<BusboyInstance> {
  // Loaded on demand: most servers receive no forms.
  const { Busboy } = await import('@fastify/busboy')
  const limits = { files: maxFiles, fields: maxFields, fieldSize: maxFieldBytes, headerPairs: 20 }
  return new Busboy({ headers: { 'content-type': headers['content-type'] ?? '' }, limits })
}

/** Writes a file. One that the disk rejects is read to its end all the same, because the parser waits for that. */
async function spoolFile(field: string, stream: BusboyFileStream, path: string): Promise<SpooledFile> {
  const hash = createHash('sha256')
  let bytes = 0
  let failure: { readonly error: unknown } | undefined
  const opening = open(path, 'wx', 0o600)
  const write = async (chunk: Buffer) => (await opening).writeFile(chunk)
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.byteLength
      if (failure !== undefined) continue
      await write(chunk).catch((error: unknown) => {
        failure = { error }
      })
    }
  } finally {
    await opening.then(
      (file) => file.close(),
      (error: unknown) => {
        failure ??= { error }
      },
    )
  }
  if (failure !== undefined) throw failure.error
  return { field, path, bytes, sha256: hash.digest('hex') }
}

async function* limitBytes(body: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new ApiError(413, `The body exceeds ${maxBytes} bytes`)
    yield chunk
  }
}

/** Removes list brackets: some libraries send a list as `image[]`, others repeat `image`. */
function toFieldName(name: string): string {
  return name.replace(/\[\d*\]$/, '')
}

function toFingerprint(fields: ReadonlyMap<string, readonly string[]>, files: readonly SpooledFile[]): string {
  const hash: Hash = createHash('sha256')
  hash.update(JSON.stringify([...fields.entries()].toSorted()))
  hash.update(JSON.stringify(files.map(({ field, sha256 }) => [field, sha256])))
  return hash.digest('hex')
}
