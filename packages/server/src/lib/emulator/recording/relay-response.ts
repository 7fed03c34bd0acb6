import type { IncomingMessage } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import { ApiError } from '../../api-error.ts'
import { toHeaderRecord } from '../../http/fault-plan.ts'
import { streamOf } from '../../http/stream-of.ts'
import { withoutTransport } from './describe-request.ts'
import type { TimedChunk } from './exchange.ts'
import { dropConnection, hasBody, toSentHeaders } from './replay-response.ts'

/** Response that was relayed. */
export interface RelayedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly headAtMs: number
  readonly endAtMs: number
  readonly chunks: readonly TimedChunk[]
  readonly isComplete: boolean
}

/** Options of {@link relayResponse}. */
export interface RelayOptions {
  readonly method: string
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

/** Passes a response on as it arrives, and collects it. */
export async function relayResponse(incoming: IncomingMessage, options: RelayOptions): Promise<Response> {
  const { method, startedAt } = options
  const status = incoming.statusCode ?? 0
  if (status < 200 || status > 599) throw new ApiError(502, `The target answered with the status ${status}`)
  const headers = withoutTransport(toRecord(incoming))
  const length = incoming.headers['content-length']
  const kept = length === undefined ? headers : { ...headers, 'content-length': length }
  const relayed = { status, headers: kept, headAtMs: performance.now() - startedAt }
  const body = relayBody(incoming, relayed, options)
  // A client that is promised no body does not wait for its end.
  const isEmpty = length === '0' || !hasBody(method, status)
  if (!isEmpty) return new Response(streamOf(body), { status, headers: toSentHeaders(kept) })
  await body.next()
  return new Response(null, { status, headers: toSentHeaders(kept, false) })
}

function toRecord({ headers }: IncomingMessage): Record<string, string> {
  const { 'set-cookie': cookies, ...rest } = headers
  return { ...toHeaderRecord(rest), ...(cookies === undefined ? {} : { 'set-cookie': cookies.join('\n') }) }
}

async function* relayBody(
  incoming: IncomingMessage,
  head: Omit<RelayedResponse, 'endAtMs' | 'chunks' | 'isComplete'>,
  { startedAt, env, signal, onEnd }: RelayOptions,
): AsyncGenerator<Uint8Array> {
  const chunks: TimedChunk[] = []
  const expected = Number(head.headers['content-length'] ?? Number.POSITIVE_INFINITY)
  let received = 0
  const save = (endAtMs: number) => onEnd({ ...head, chunks, endAtMs, isComplete: incoming.complete })
  try {
    for await (const chunk of listen(incoming, startedAt)) {
      chunks.push(chunk)
      received += chunk.bytes.byteLength
      // The client knows the end by the length: what it has received completely has been recorded.
      if (received === expected) await save(performance.now() - startedAt)
      yield chunk.bytes
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
