import { isBrowser } from './environment.ts'
import { type FileInput, type FileSource, readFileSource } from './file-source.ts'
import { type UploadOptions, uploadBody } from './upload-progress.ts'
import type { RequestBody } from './wire-types.ts'

/** Value of a form field; `undefined` omits the field. */
export type FormValue = string | number | boolean | FileSource | undefined

/** Form fields in order; pairs (a `Map`, a `FormData`) can repeat a name. */
export type FormFields = Readonly<Record<string, FormValue>> | Iterable<readonly [name: string, value: FormValue]>

/**
 * Creates a `multipart/form-data` body (RFC 7578, with the escaping browsers use). Files are read as they are sent, so
 * memory usage is constant. The length is known if that of every file is, and the body is replayable if every file is.
 * Text is sent unchanged.
 *
 * @throws {TypeError} when a value is neither text nor a file.
 */
export function multipartBody(fields: FormFields, options: UploadOptions = {}): RequestBody {
  const boundary = createBoundary()
  const segments = layOut(fields, boundary)
  const files = segments.filter(isFile)
  const lengths = segments.map(({ length }) => length)
  const body: Omit<RequestBody, 'toFetch'> = {
    mediaType: `multipart/form-data; boundary=${boundary}`,
    length: lengths.includes(undefined) ? undefined : lengths.reduce<number>((sum, length) => sum + (length ?? 0), 0),
    isReplayable: files.every((file) => file.isReplayable),
    // Browsers cannot stream requests, but a Blob of Blobs does not copy them. Elsewhere streaming copies less.
    content: isBrowser() ? composeBlob(segments) : undefined,
    async *open(openOptions) {
      for (const segment of segments) {
        if (isFile(segment)) yield* segment.open(openOptions)
        else yield segment
      }
    },
  }
  return uploadBody(body, options)
}

/** Encoded text between two files, or a file. */
type Segment = Uint8Array | FileInput

const isFile = (segment: Segment): segment is FileInput => !(segment instanceof Uint8Array)

function layOut(fields: FormFields, boundary: string): Segment[] {
  const encoder = new TextEncoder()
  const segments: Segment[] = []
  let text = ''
  for (const [name, value] of isPairs(fields) ? fields : Object.entries(fields)) {
    if (value === undefined) continue
    text += `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"`
    if (typeof value === 'object' || typeof value === 'function') {
      const file = readFileSource(value)
      text += `; filename="${escapeName(file.name)}"\r\nContent-Type: ${file.type}\r\n\r\n`
      segments.push(encoder.encode(text), file)
      text = '\r\n'
    } else text += `\r\n\r\n${value}\r\n`
  }
  segments.push(encoder.encode(`${text}--${boundary}--\r\n`))
  return segments
}

const isPairs = (fields: FormFields): fields is Iterable<readonly [string, FormValue]> => Symbol.iterator in fields

/** Escapes a quoted name against header injection (HTML Standard, "multipart/form-data encoding algorithm"). */
const escapeName = (name: string): string =>
  name.replace(/[\r\n"]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)

/** Creates a boundary with 128 random bits, so that content cannot contain it even on purpose. */
function createBoundary(): string {
  const random = crypto.getRandomValues(new Uint8Array(16))
  return `mira-${Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function composeBlob(segments: readonly Segment[]): Blob | undefined {
  const parts = segments.map((segment) => (isFile(segment) ? segment.whole : segment))
  return parts.includes(undefined) ? undefined : new Blob(parts as BlobPart[])
}
