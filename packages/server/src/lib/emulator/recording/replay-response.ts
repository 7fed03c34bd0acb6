import { once } from 'node:events'
import type { HttpBindings } from '@hono/node-server'
import { streamOf } from '../../http/stream-of.ts'
import type { Exchange, TimedChunk } from './exchange.ts'
import { LinkRewriter } from './links.ts'
import { type ReplayOptions, Timeline } from './timeline.ts'

/** Parts of a replay. */
export interface ReplayParts extends ReplayOptions {
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal
  /** Origin under which the client reaches this server. */
  readonly origin: string
  readonly env: HttpBindings
}

/** Statuses whose responses have no body. */
const bodiless = new Set([204, 205, 304])

/** Returns whether a response to a method has a body. */
export function hasBody(method: string, status: number): boolean {
  return method !== 'HEAD' && !bodiless.has(status)
}

/** Answers a request as it was answered when it was recorded, at its pace. */
export async function replayResponse({ request, response }: Exchange, parts: ReplayParts): Promise<Response> {
  const replay = rewriteLinks(response!, parts.origin)
  const { status, headers = {}, headAtMs, chunks } = replay
  const timeline = new Timeline(parts)
  await timeline.until(headAtMs, parts.signal)
  if (!hasBody(request.method, status)) return new Response(null, { status, headers: toSentHeaders(headers, false) })
  const replayed = toSentHeaders(headers)
  // A body that was edited, or whose links were rewritten, has another length.
  const bytes = lengthOf(chunks)
  const missing = replay.isComplete === false ? Number(headers['content-length']) - lengthOf(response!.chunks) : 0
  if (replayed.has('content-length')) replayed.set('content-length', String(bytes + missing))
  return new Response(streamOf(replayBody(replay, timeline, parts)), { status, headers: replayed })
}

function lengthOf(chunks: readonly TimedChunk[]): number {
  return chunks.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
}

type ReplayedResponse = NonNullable<Exchange['response']>

/** Lets links to the recorded API lead to this server. */
function rewriteLinks(response: ReplayedResponse, origin: string): ReplayedResponse {
  const { links, headers, chunks } = response
  if (links === undefined) return response
  const rewriter = new LinkRewriter(links, origin)
  const rewritten = chunks.map(({ atMs, bytes }) => ({ atMs, bytes: rewriter.push(bytes) }))
  const rest = { atMs: response.endAtMs, bytes: rewriter.end() }
  return { ...response, chunks: [...rewritten, rest], headers: headers && rewriter.rewriteHeaders(headers) }
}

/**
 * Returns the headers to send. Those of cookies are recorded in one text, one per line.
 *
 * @param hasContent - Whether the response has a body. Defaults to true.
 */
export function toSentHeaders(headers: Readonly<Record<string, string>>, hasContent = true): Headers {
  const sent = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const line of name === 'set-cookie' ? value.split('\n') : [value]) sent.append(name, line)
  }
  // Otherwise the server would collect a short body to send it with its length.
  if (hasContent && !sent.has('content-length')) sent.set('transfer-encoding', 'chunked')
  return sent
}

async function* replayBody(
  { chunks, endAtMs, isComplete = true }: ReplayedResponse,
  timeline: Timeline,
  { signal, env }: ReplayParts,
): AsyncGenerator<Uint8Array> {
  for (const { atMs, bytes } of chunks) {
    await timeline.until(atMs, signal)
    // An empty chunk would end the response.
    if (bytes.byteLength > 0) yield bytes
  }
  await timeline.until(endAtMs, signal)
  if (!isComplete) await dropConnection(env)
}

/** Closes a connection in the middle of a response, once what was sent has reached the socket. */
export async function dropConnection({ outgoing }: HttpBindings): Promise<void> {
  const { socket } = outgoing
  while (!outgoing.headersSent && socket?.destroyed === false) await new Promise((resolve) => setImmediate(resolve))
  socket?.destroySoon()
  // The end of the stream would end the response properly.
  if (!outgoing.closed) await once(outgoing, 'close')
}
