import type { Clock } from '../clock.ts'
import { type EventItem, eventStreamBytes } from './event-stream-bytes.ts'

/** One answer of a scripted `fetch`: at most one body, and whatever is to be unusual about it. */
export interface ScriptedReply {
  /** Default 200. */
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Sent as `application/json`. */
  readonly json?: unknown
  /** Sent as `text/plain`. */
  readonly text?: string | undefined
  /** Sent as they are; `headers` may name their type. */
  readonly bytes?: Uint8Array | undefined
  /** Sent as `text/event-stream`. */
  readonly sse?: readonly EventItem[] | undefined
  /** Offsets at which the body is cut into separate reads (default: one read). */
  readonly tornAt?: readonly number[] | undefined
  /** Wait before the headers, in milliseconds of the clock. */
  readonly delayMs?: number | undefined
  /** Wait before each read of the body, in milliseconds of the clock. */
  readonly everyMs?: number | undefined
  /** Instead of headers: the connection breaks, or nothing comes until the request is aborted. */
  readonly beforeHeaders?: 'drop' | 'stall' | undefined
  /** Ends the body after so many bytes as if it were whole. */
  readonly cutAt?: number | undefined
  /** Breaks the connection after so many bytes. */
  readonly dropAt?: number | undefined
  /** Falls silent after so many bytes, until the request is aborted. */
  readonly stallAt?: number | undefined
}

/** What a reply needs to know of the request it answers. */
export interface ReplySurroundings {
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
  /** Called when the reader leaves before the end. */
  readonly onLeave: () => void
}

/** Answers as `fetch` does: resolves with the headers, rejects with a `TypeError` or the abort reason. */
export async function playReply(reply: ScriptedReply, surroundings: ReplySurroundings): Promise<Response> {
  const { clock, signal } = surroundings
  if (reply.delayMs !== undefined) await wait(reply.delayMs, clock, signal)
  if (reply.beforeHeaders === 'drop') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
  if (reply.beforeHeaders === 'stall') await wait(Number.POSITIVE_INFINITY, clock, signal)
  const { content, mediaType } = encodeBody(reply)
  const status = reply.status ?? 200
  const headers = { ...(mediaType && { 'content-type': mediaType }), ...reply.headers }
  return new Response(allowsBody(status) ? streamBody(content, reply, surroundings) : null, { status, headers })
}

/** Statuses for which `Response` accepts no body (Fetch standard, "null body status"). */
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
  { tornAt = [], everyMs, cutAt, dropAt, stallAt }: ScriptedReply,
  { clock, signal, onLeave }: ReplySurroundings,
): ReadableStream<Uint8Array> {
  const limit = Math.min(content.length, cutAt ?? content.length, dropAt ?? content.length, stallAt ?? content.length)
  const inside = tornAt.filter((offset) => offset > 0 && offset < limit)
  const ends = [...new Set([...inside, limit])].sort((one, other) => one - other)
  let offset = 0
  let onAbort: () => void
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          onLeave()
          controller.error(signal?.reason)
        }
        signal?.addEventListener('abort', onAbort, { once: true })
      },
      async pull(controller) {
        if (everyMs !== undefined) await wait(everyMs, clock, signal)
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
        onLeave()
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
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    function leave(): void {
      clock.clearTimeout(timer)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', leave, { once: true })
  })
}
