import { createHash } from 'node:crypto'
import { guardJsonText } from '../../wire/json-guard.ts'
import type { RecordedPart, RecordedRequest } from './exchange.ts'
import { maskQuery, maskRecordedHeaders, maskText } from './mask-recording.ts'

/** Request as it was received. */
export interface ReceivedRequest {
  readonly method: string
  /** Path without the query. */
  readonly path: string
  /** Query without its question mark. */
  readonly query: string
  /** Headers with lowercase names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Headers that describe the connection, or follow from the body. */
const transportHeaders = new Set([
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'proxy-connection',
  'sec-websocket-extensions',
  'sec-websocket-key',
  'sec-websocket-version',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Removes the headers of a connection (RFC 9110 section 7.6.1). */
export function withoutTransport(headers: Readonly<Record<string, string>>): Record<string, string> {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !transportHeaders.has(name) && !named.includes(name)),
  )
}

/** Describes a request for a file: without its secrets, and with its body in the most readable form. */
export async function describeRequest(received: ReceivedRequest): Promise<RecordedRequest> {
  const { method, path, query, headers } = received
  return {
    method,
    path,
    ...(query === '' ? {} : { query: maskQuery(query) }),
    headers: maskRecordedHeaders(withoutTransport(headers)),
    ...(await describeBody(received)),
  }
}

/** Depth of JSON that is compared by value. */
const maxDepth = 200

type RecordedBody = Pick<RecordedRequest, 'json' | 'text' | 'form' | 'bytes' | 'sha256'>

async function describeBody({ headers, body }: ReceivedRequest): Promise<RecordedBody> {
  if (body.byteLength === 0) return {}
  const mediaType = headers['content-type'] ?? ''
  if (/^multipart\/form-data\s*;/i.test(mediaType)) {
    const form = await readForm(body, mediaType)
    if (form !== undefined) return { form }
  }
  const text = decode(body)
  if (text === undefined) return describeBytes(body)
  const masked = maskText(text)
  try {
    guardJsonText(masked, maxDepth)
    return { json: JSON.parse(masked) as unknown }
  } catch {
    return { text: masked }
  }
}

/** Returns undefined if the body is no valid form. */
async function readForm(body: Uint8Array, mediaType: string): Promise<RecordedPart[] | undefined> {
  const response = new Response(body as Uint8Array<ArrayBuffer>, { headers: { 'content-type': mediaType } })
  const form = await response.formData().catch(() => undefined)
  return form && Promise.all([...form].map(([name, value]) => describePart(name, value)))
}

async function describePart(name: string, value: string | File): Promise<RecordedPart> {
  if (typeof value === 'string') return { name, text: maskText(value) }
  const media = value.type === '' ? {} : { mediaType: value.type }
  return { name, filename: value.name, ...media, ...describeBytes(await value.bytes()) }
}

function describeBytes(bytes: Uint8Array): { readonly bytes: number; readonly sha256: string } {
  return { bytes: bytes.byteLength, sha256: digestOf(bytes) }
}

/** Returns the SHA-256 digest of bytes, in hexadecimal. */
export function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * Returns the text by which requests are compared: equal for requests that differ only in secrets, in the order of
 * fields of JSON and of parameters, and in their headers.
 */
export function toMatchKey({ method, path, query = '', json, text, form, sha256 }: RecordedRequest): string {
  const parts = form?.map((part) => [part.name, part.filename, part.mediaType, part.text, part.sha256])
  return canonicalJson([method, path, maskQuery(query), json, text, parts, sha256])
}

/** Returns JSON with the fields of objects in alphabetical order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    // Entries keep a field that is named __proto__.
    return Object.fromEntries(
      Object.entries(inner).toSorted(([one], [other]) => (one < other ? -1 : Number(one > other))),
    )
  })
}

/** Returns the first difference between two requests to one path: `json.model: expected "a", received "b"`. */
export function explainDifference(expected: RecordedRequest, received: RecordedRequest): string {
  const fields = ['query', 'json', 'text', 'form', 'sha256'] as const
  for (const field of fields) {
    const difference = findDifference(expected[field], received[field], field)
    if (difference !== undefined) return difference
  }
  return 'it has been replayed'
}

const maxQuotedLength = 80

function findDifference(expected: unknown, received: unknown, path: string): string | undefined {
  if (isObject(expected) && isObject(received)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(received)])) {
      const inner = Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`
      const difference = findDifference(expected[key], received[key], inner)
      if (difference !== undefined) return difference
    }
    return undefined
  }
  if (canonicalJson(expected) === canonicalJson(received)) return undefined
  return `${path}: expected ${abbreviate(expected)}, received ${abbreviate(received)}`
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function abbreviate(value: unknown): string {
  const json = JSON.stringify(value) ?? 'none'
  return json.length > maxQuotedLength ? `${json.slice(0, maxQuotedLength)}…` : json
}
