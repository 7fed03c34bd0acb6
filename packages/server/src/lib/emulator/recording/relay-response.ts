import type { IncomingMessage } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { ApiError } from '../../api-error.ts'
import { toHeaderRecord } from '../../http/fault-plan.ts'
import { streamOf } from '../../http/stream-of.ts'
import { withoutTransport } from './describe-request.ts'
import { isText, type TimedChunk } from './exchange.ts'
import type { LinkBase, LinkRewriter } from './links.ts'
import { dropConnection, hasBody, toSentHeaders } from './replay-response.ts'

/** Response that was relayed. */
export interface RelayedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly headAtMs: number
  readonly endAtMs: number
  readonly chunks: readonly TimedChunk[]
  readonly isComplete: boolean
  /** Links of the response that were rewritten; undefined if it has none. */
  readonly links?: LinkBase | undefined
}

/** Options of {@link relayResponse}. */
export interface RelayOptions {
  readonly method: string
  /** Lets links to the target lead to this server, in what is passed on. */
  readonly rewriter: LinkRewriter
  readonly links: LinkBase
  /** Time of the request. */
  readonly startedAt: number
  readonly env: HttpBindings
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal
  /** Called with a response that has arrived, before its end is passed on. Not called if the client disconnects. */
  onEnd(response: RelayedResponse): Promise<void>
}

/** Bytes that are buffered for a client that reads slowly. */
const maxWaitingBytes = 1024 * 1024

/** Chunk as it has arrived, and as it is passed on. */
interface RelayedChunk extends TimedChunk {
  readonly sent: Uint8Array
}

/**
 * Passes a response on as it arrives, and collects it. A text of known length is passed on when it is complete, since its links
 * change the length.
 */
export async function relayResponse(incoming: IncomingMessage, options: RelayOptions): Promise<Response> {
  const { method, startedAt, rewriter } = options
  const status = incoming.statusCode ?? 0
  if (status < 200 || status > 599) throw new ApiError(502, `The target answered with the status ${status}`)
  const headers = withoutTransport(toRecord(incoming))
  const length = incoming.headers['content-length']
  const kept = length === undefined ? headers : { ...headers, 'content-length': length }
  const relayed = { status, headers: kept, headAtMs: performance.now() - startedAt }
  const sent = rewriter.rewriteHeaders(kept)
  const arriving = rewriteChunks(listen(incoming, startedAt), isText(kept) ? rewriter : undefined)
  // A client that is promised no body does not wait for its end.
  if (length === '0' || !hasBody(method, status)) {
    await relayBody(incoming, { head: relayed, chunks: arriving }, options).next()
    return new Response(null, { status, headers: toSentHeaders(sent, false) })
  }
  const isHeld = length !== undefined && isText(kept)
  const held = isHeld ? await collect(arriving) : undefined
  if (held !== undefined) sent['content-length'] = String(Number(length) + growthOf(held))
  const body = relayBody(incoming, { head: relayed, chunks: held ?? arriving }, options)
  return new Response(streamOf(body), { status, headers: toSentHeaders(sent) })
}

async function collect(chunks: AsyncIterable<RelayedChunk>): Promise<readonly RelayedChunk[]> {
  const collected: RelayedChunk[] = []
  for await (const chunk of chunks) collected.push(chunk)
  return collected
}

/** Returns the number of bytes by which what is passed on is longer than what has arrived. */
function growthOf(chunks: readonly RelayedChunk[]): number {
  return chunks.reduce((sum, { bytes, sent }) => sum + sent.byteLength - bytes.byteLength, 0)
}

async function* rewriteChunks(
  chunks: AsyncIterable<TimedChunk>,
  rewriter: LinkRewriter | undefined,
): AsyncGenerator<RelayedChunk> {
  let last = 0
  for await (const chunk of chunks) {
    last = chunk.atMs
    yield { ...chunk, sent: rewriter?.push(chunk.bytes) ?? chunk.bytes }
  }
  const rest = rewriter?.end()
  if (rest !== undefined && rest.byteLength > 0) yield { atMs: last, bytes: new Uint8Array(), sent: rest }
}

/** Head of a response, and its chunks as they arrive. */
interface Relay {
  readonly head: Omit<RelayedResponse, 'endAtMs' | 'chunks' | 'isComplete' | 'links'>
  readonly chunks: AsyncIterable<RelayedChunk> | readonly RelayedChunk[]
}

function toRecord({ headers }: IncomingMessage): Record<string, string> {
  const { 'set-cookie': cookies, ...rest } = headers
  return { ...toHeaderRecord(rest), ...(cookies === undefined ? {} : { 'set-cookie': cookies.join('\n') }) }
}

async function* relayBody(
  incoming: IncomingMessage,
  { head, chunks: relayed }: Relay,
  { startedAt, env, signal, rewriter, links, onEnd }: RelayOptions,
): AsyncGenerator<Uint8Array> {
  const chunks: TimedChunk[] = []
  const expected = Number(head.headers['content-length'] ?? Number.POSITIVE_INFINITY)
  let received = 0
  const save = (endAtMs: number) => {
    const found = rewriter.count > 0 ? links : undefined
    return onEnd({ ...head, chunks, endAtMs, isComplete: incoming.complete, links: found })
  }
  try {
    for await (const { sent, ...chunk } of relayed) {
      if (chunk.bytes.byteLength > 0) {
        chunks.push(chunk)
        received += chunk.bytes.byteLength
        // The client knows the end by the length: what it has received completely has been recorded.
        if (received === expected) await save(performance.now() - startedAt)
      }
      // An empty chunk would end the response.
      if (sent.byteLength > 0) yield sent
    }
    if (signal.aborted) return
    if (chunks.length === 0 || received !== expected) await save(performance.now() - startedAt)
    if (!incoming.complete) await dropConnection(env)
  } finally {
    incoming.destroy()
  }
}

/** Yields the chunks of a response, each as it was sent and with the time of its arrival. */
async function* listen(incoming: IncomingMessage, startedAt: number): AsyncGenerator<TimedChunk> {
  const waiting: TimedChunk[] = []
  let waitingBytes = 0
  let isOver = false
  let wake = () => {}
  incoming.on('data', (bytes: Buffer) => {
    waiting.push({ atMs: performance.now() - startedAt, bytes })
    waitingBytes += bytes.byteLength
    if (waitingBytes > maxWaitingBytes) incoming.pause()
    wake()
  })
  for (const event of ['end', 'error', 'close']) {
    incoming.on(event, () => {
      isOver = true
      wake()
    })
  }
  for (;;) {
    const chunk = waiting.shift()
    if (chunk !== undefined) {
      waitingBytes -= chunk.bytes.byteLength
      if (waitingBytes <= maxWaitingBytes) incoming.resume()
      yield chunk
    } else if (isOver) return
    else
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
}
