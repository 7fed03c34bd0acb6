import type { Clock } from '../clock.ts'
import { type EventItem, eventStreamBytes } from './event-stream-bytes.ts'

/** One response of a scripted `fetch`: at most one body, with optional pacing and faults. */
export interface ScriptedReply {
  /** HTTP status. Defaults to 200. */
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Body, sent as `application/json`. */
  readonly json?: unknown
  /** Body, sent as `text/plain`. */
  readonly text?: string | undefined
  /** Body, sent unchanged; set its media type in `headers`. */
  readonly bytes?: Uint8Array | undefined
  /** Body, sent as `text/event-stream`. */
  readonly sse?: readonly EventItem[] | undefined
  /** Byte offsets at which the body is split into separate reads. Defaults to one read. */
  readonly splitAt?: readonly number[] | undefined
  /** Delay before the headers, in milliseconds of the clock. */
  readonly delayMs?: number | undefined
  /** Delay before each read of the body, in milliseconds of the clock. */
  readonly chunkIntervalMs?: number | undefined
  /** Fails before the headers: `drop` breaks the connection, `stall` sends nothing until the request is aborted. */
  readonly beforeHeaders?: 'drop' | 'stall' | undefined
  /** Ends the body after this many bytes, as if it were complete. */
  readonly cutAt?: number | undefined
  /** Breaks the connection after this many bytes. */
  readonly dropAt?: number | undefined
  /** Stalls after this many bytes, until the request is aborted. */
  readonly stallAt?: number | undefined
}

/** Context of the request that a response belongs to. */
export interface ReplyContext {
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  /** Called when the reader cancels or aborts before the end. */
  readonly onDisconnect: () => void
}

/** Responds like `fetch`: resolves with the headers, rejects with a `TypeError` or the abort reason. */
export async function playReply(reply: ScriptedReply, context: ReplyContext): Promise<Response> {
  const { clock, signal } = context
  if (reply.delayMs !== undefined) await wait(reply.delayMs, clock, signal)
  if (reply.beforeHeaders === 'drop') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
  if (reply.beforeHeaders === 'stall') await wait(Number.POSITIVE_INFINITY, clock, signal)
  const { content, mediaType } = encodeBody(reply)
  const status = reply.status ?? 200
  const headers = { ...(mediaType && { 'content-type': mediaType }), ...reply.headers }
  return new Response(allowsBody(status) ? streamBody(content, reply, context) : null, { status, headers })
}

/** Whether a status allows a body; others are a "null body status" (Fetch standard). */
const allowsBody = (status: number): boolean => ![204, 205, 304].includes(status)

function encodeBody({ json, text, bytes, sse }: ScriptedReply): { content: Uint8Array; mediaType?: string } {
  const encode = (content: string): Uint8Array => new TextEncoder().encode(content)
  if (json !== undefined) return { content: encode(JSON.stringify(json)), mediaType: 'application/json' }
  if (text !== undefined) return { content: encode(text), mediaType: 'text/plain; charset=utf-8' }
  if (sse !== undefined) return { content: eventStreamBytes(sse), mediaType: 'text/event-stream' }
  return { content: bytes ?? new Uint8Array() }
}

function streamBody(
  content: Uint8Array,
  { splitAt = [], chunkIntervalMs, cutAt, dropAt, stallAt }: ScriptedReply,
  { clock, signal, onDisconnect }: ReplyContext,
): ReadableStream<Uint8Array> {
  const limit = Math.min(content.length, cutAt ?? content.length, dropAt ?? content.length, stallAt ?? content.length)
  const inside = splitAt.filter((offset) => offset > 0 && offset < limit)
  const ends = [...new Set([...inside, limit])].sort((one, other) => one - other)
  let offset = 0
  let onAbort: () => void
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          onDisconnect()
          controller.error(signal?.reason)
        }
        signal?.addEventListener('abort', onAbort, { once: true })
      },
      async pull(controller) {
        if (chunkIntervalMs !== undefined) await wait(chunkIntervalMs, clock, signal)
        const end = ends.shift()
        if (end !== undefined && end > offset) {
          controller.enqueue(content.slice(offset, end))
          offset = end
          return
        }
        if (stallAt !== undefined) await wait(Number.POSITIVE_INFINITY, clock, signal)
        signal?.removeEventListener('abort', onAbort)
        if (dropAt !== undefined) throw new TypeError('terminated', { cause: { code: 'UND_ERR_SOCKET' } })
        controller.close()
      },
      cancel() {
        signal?.removeEventListener('abort', onAbort)
        onDisconnect()
      },
    },
    { highWaterMark: 0 },
  )
}

function wait(ms: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const timer = ms === Number.POSITIVE_INFINITY ? undefined : clock.setTimeout(finish, ms)
    function finish(): void {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }
    function onAbort(): void {
      clock.clearTimeout(timer)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
