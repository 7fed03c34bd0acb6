import { once } from 'node:events'
import type { HttpBindings } from '@hono/node-server'
import { streamOf } from '../../http/stream-of.ts'
import type { Exchange } from './exchange.ts'
import { type ReplayOptions, Timeline } from './timeline.ts'

/** Parts of a replay. */
export interface ReplayParts extends ReplayOptions {
  /** Aborts when the client disconnects. */
  readonly signal: AbortSignal
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
  const { status, headers = {}, headAtMs, chunks } = response!
  const timeline = new Timeline(parts)
  await timeline.until(headAtMs, parts.signal)
  if (!hasBody(request.method, status)) return new Response(null, { status, headers: toSentHeaders(headers, false) })
  const replayed = toSentHeaders(headers)
  // A body that was edited has another length.
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes.byteLength, 0)
  if (replayed.has('content-length') && response!.isComplete !== false) replayed.set('content-length', String(bytes))
  return new Response(streamOf(replayBody(response!, timeline, parts)), { status, headers: replayed })
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
  { chunks, endAtMs, isComplete = true }: NonNullable<Exchange['response']>,
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
