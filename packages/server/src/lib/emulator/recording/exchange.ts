import { z } from '@hono/zod-openapi'
import { HeaderNameSchema, HeaderValueSchema } from '../fixture-schema.ts'

const milliseconds = z
  .number()
  .min(0)
  .max(24 * 3_600_000)
const count = z.int().min(0)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits')
const headers = z.record(HeaderNameSchema, HeaderValueSchema).optional()

/** Bytes: text, or base64 if they are not UTF-8. */
const content = { text: z.string().optional(), base64: z.base64().optional() }
const hasOneContent = ({ text, base64 }: { readonly text?: unknown; readonly base64?: unknown }) =>
  (text === undefined) !== (base64 === undefined)
const oneContent = 'expected either text or base64'

const PartSchema = z.strictObject({
  name: z.string(),
  filename: z.string().optional(),
  mediaType: z.string().optional(),
  text: z.string().optional(),
  bytes: count.optional(),
  sha256: sha256.optional(),
})

/** Schema of a recorded request; at most one of `json`, `text`, `form` and `sha256` describes its body. */
export const RecordedRequestSchema = z
  .strictObject({
    method: z.string().regex(/^[A-Z]+$/, 'expected a method, such as POST'),
    path: z.string().startsWith('/'),
    query: z.string().optional(),
    headers,
    json: z.unknown().optional(),
    text: z.string().optional(),
    form: z.array(PartSchema).optional(),
    bytes: count.optional(),
    sha256: sha256.optional(),
  })
  .refine(
    ({ json, text, form, sha256: digest }) =>
      [json, text, form, digest].filter((body) => body !== undefined).length <= 1,
    'expected at most one of json, text, form and sha256',
  )

const ChunkSchema = z.strictObject({ atMs: milliseconds, ...content }).refine(hasOneContent, oneContent)
const FileChunkSchema = z.strictObject({ atMs: milliseconds, bytes: count })

const responseFields = {
  status: z.int().min(200).max(599),
  headers,
  /** Time from the request to the head of the response, to each chunk and to the end. */
  headAtMs: milliseconds,
  endAtMs: milliseconds,
  /** False if the upstream dropped the connection before the end. */
  isComplete: z.boolean().optional(),
  /** Links to the recorded API that the response has; on replay they lead to the server that replays. */
  links: z.strictObject({ from: z.url(), to: z.string().startsWith('/') }).optional(),
}
const TextResponseSchema = z.strictObject({ ...responseFields, chunks: z.array(ChunkSchema) })
const FileResponseSchema = z.strictObject({
  ...responseFields,
  file: z.string().min(1),
  sha256,
  chunks: z.array(FileChunkSchema),
})

/** Message of a recorded socket. */
const FrameSchema = z
  .strictObject({ atMs: milliseconds, from: z.enum(['client', 'server']), ...content })
  .refine(hasOneContent, oneContent)

const SocketSchema = z.strictObject({
  subprotocol: z.string().optional(),
  openAtMs: milliseconds,
  frames: z.array(FrameSchema),
  close: z.strictObject({
    atMs: milliseconds,
    from: z.enum(['client', 'server']),
    code: z.int().min(1_000).max(4_999),
    reason: z.string().optional(),
  }),
})

/** Schema of an exchange over HTTP with text, of one with a file, and of a socket, by the field that they have. */
const forms = {
  text: z.strictObject({ request: RecordedRequestSchema, response: TextResponseSchema }),
  file: z.strictObject({ request: RecordedRequestSchema, response: FileResponseSchema }),
  socket: z.strictObject({ request: RecordedRequestSchema, socket: SocketSchema }),
}

/** Returns the schema of an exchange, so that a message is about the form that the exchange has. */
export function exchangeSchemaOf(value: unknown): (typeof forms)[keyof typeof forms] {
  const { response, socket } = (value ?? {}) as {
    readonly response?: { readonly file?: unknown }
    readonly socket?: unknown
  }
  if (socket !== undefined) return forms.socket
  return response?.file === undefined ? forms.text : forms.file
}

/** Recorded request, with masked secrets. */
export type RecordedRequest = z.infer<typeof RecordedRequestSchema>

/** Part of a recorded form: text, or the size and the digest of a file. */
export type RecordedPart = z.infer<typeof PartSchema>

/** Recorded response, as it is written. */
export type RecordedResponse = z.infer<typeof TextResponseSchema> | z.infer<typeof FileResponseSchema>

/** Messages of a recorded socket and its end. */
export type RecordedSocket = z.infer<typeof SocketSchema>

/** Message of a recorded socket. */
export type RecordedFrame = z.infer<typeof FrameSchema>

/** Part of a body, and the time from the request until it arrived, in milliseconds. */
export interface TimedChunk {
  readonly atMs: number
  readonly bytes: Uint8Array
}

/** Recorded exchange that can be replayed. */
export interface Exchange {
  /** Name for messages and the journal. */
  readonly name: string
  readonly request: RecordedRequest
  readonly response?: (Omit<RecordedResponse, 'chunks'> & { readonly chunks: readonly TimedChunk[] }) | undefined
  readonly socket?: RecordedSocket | undefined
}

const textTypes = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|x-ndjson|jsonl|x-subrip))/

/** Returns whether the body of a response is text, by its headers. */
export function isText(headers: Readonly<Record<string, string>>): boolean {
  return textTypes.test(headers['content-type'] ?? 'text/plain')
}

/** Returns bytes as text, or as base64 if they are not UTF-8. */
export function toContent(bytes: Uint8Array): { readonly text: string } | { readonly base64: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') }
  }
}

/** Returns the bytes of {@link toContent}. */
export function toBytes({
  text,
  base64 = '',
}: {
  readonly text?: string | undefined
  readonly base64?: string | undefined
}) {
  return text === undefined ? Buffer.from(base64, 'base64') : Buffer.from(text)
}
