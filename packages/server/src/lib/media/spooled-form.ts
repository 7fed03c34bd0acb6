import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { ApiError } from '../api-error.ts'

/** A file of a form, kept on disk while its request is served. */
export interface SpooledFile {
  /** Name of the part, without the brackets of a list. */
  readonly field: string
  readonly path: string
  readonly bytes: number
  /** Lower-case hex of the content. */
  readonly sha256: string
}

/** A multipart form that was received whole. */
export interface SpooledForm extends AsyncDisposable {
  /** Values by name, without the brackets of a list. */
  readonly fields: ReadonlyMap<string, readonly string[]>
  readonly files: readonly SpooledFile[]
  /** What tells it from other forms; its boundary, which differs each time it is sent, does not count. */
  readonly print: string
}

/** Bounds of a form. */
export interface FormLimits {
  /** Of the body, with all its files. */
  readonly maxBytes: number
  readonly maxFiles: number
}

const maxFields = 50
const maxFieldBytes = 64 * 1024

/**
 * Receives a form, its files straight to disk, so that memory does not grow with them.
 *
 * @param body The body as it comes in.
 * @throws {ApiError} 400 for a body that is no form or is cut off, 413 for one beyond the limits.
 */
export async function spoolForm(
  body: ReadableStream<Uint8Array>,
  headers: Pick<IncomingHttpHeaders, 'content-type'>,
  limits: FormLimits,
): Promise<SpooledForm> {
  const directory = await mkdtemp(join(tmpdir(), 'mira-form-'))
  const remove = () => rm(directory, { recursive: true, force: true })
  try {
    return { ...(await receive(body, headers, { ...limits, directory })), [Symbol.asyncDispose]: remove }
  } catch (error) {
    await remove()
    throw error instanceof ApiError
      ? error
      : new ApiError(400, 'Malformed multipart form in request body', { cause: error })
  }
}

async function receive(
  body: ReadableStream<Uint8Array>,
  headers: Pick<IncomingHttpHeaders, 'content-type'>,
  { directory, maxBytes, maxFiles }: FormLimits & { readonly directory: string },
): Promise<Pick<SpooledForm, 'fields' | 'files' | 'print'>> {
  const parser = openParser(headers, maxFiles)
  const fields = new Map<string, string[]>()
  const files: Promise<SpooledFile>[] = []
  let refusal: ApiError | undefined
  const refuse = (detail: string) => {
    refusal ??= new ApiError(413, detail)
  }
  parser.on('file', (name: string, stream: BusboyFileStream) => {
    const file = spoolFile(toFieldName(name), stream, join(directory, String(files.length)))
    // A form that breaks off ends here with a failure of each of its files, of which one is told.
    file.catch(() => undefined)
    files.push(file)
  })
  parser.on('field', (name: string, value: string, _nameCut: boolean, isCut: boolean) => {
    if (isCut) refuse(`${name}: the field exceeds ${maxFieldBytes} bytes`)
    const field = toFieldName(name)
    fields.set(field, [...(fields.get(field) ?? []), value])
  })
  parser.on('filesLimit', () => refuse(`The form has more than ${maxFiles} files`))
  parser.on('fieldsLimit', () => refuse(`The form has more than ${maxFields} fields`))
  await pipeline(Readable.from(limitBytes(body, maxBytes)), parser)
  if (refusal !== undefined) throw refusal
  const received = await Promise.all(files)
  return { fields, files: received, print: toPrint(fields, received) }
}

function openParser(headers: Pick<IncomingHttpHeaders, 'content-type'>, maxFiles: number): BusboyInstance {
  const limits = { files: maxFiles, fields: maxFields, fieldSize: maxFieldBytes, headerPairs: 20 }
  return new Busboy({ headers: { 'content-type': headers['content-type'] ?? '' }, limits })
}

async function spoolFile(field: string, stream: BusboyFileStream, path: string): Promise<SpooledFile> {
  const hash = createHash('sha256')
  let bytes = 0
  const measure = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece)
      bytes += piece.byteLength
      done(null, piece)
    },
  })
  await pipeline(stream, measure, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  return { field, path, bytes, sha256: hash.digest('hex') }
}

async function* limitBytes(body: ReadableStream<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of body) {
    bytes += piece.byteLength
    if (bytes > maxBytes) throw new ApiError(413, `The body exceeds ${maxBytes} bytes`)
    yield piece
  }
}

/** Some libraries write a list as `image[]`, others repeat `image`. */
function toFieldName(name: string): string {
  return name.replace(/\[\d*\]$/, '')
}

function toPrint(fields: ReadonlyMap<string, readonly string[]>, files: readonly SpooledFile[]): string {
  const hash: Hash = createHash('sha256')
  hash.update(JSON.stringify([...fields.entries()].toSorted()))
  hash.update(JSON.stringify(files.map(({ field, sha256 }) => [field, sha256])))
  return hash.digest('hex')
}
