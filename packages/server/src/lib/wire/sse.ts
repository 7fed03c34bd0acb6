/** Options of {@link sseResponse}. */
export interface SseOptions {
  /** Interval between keep-alive comments, in milliseconds. */
  readonly keepAliveMs: number
  /** Called once when the stream ends or fails, or the client disconnects. */
  readonly onEnd?: (() => void) | undefined
}

const encoder = new TextEncoder()
const ping = encoder.encode(': ping\n\n')

/** Encodes one event; `data` must be a single line, as JSON is. */
export function encodeEvent(data: string, event?: string): string {
  return event === undefined ? `data: ${data}\n\n` : `event: ${event}\ndata: ${data}\n\n`
}

/**
 * Creates a response that streams events, one chunk each, with keep-alive comments while there are none. The iteration
 * is ended when the client disconnects; when it throws, the connection is aborted.
 */
export function sseResponse(events: AsyncIterable<string>, { keepAliveMs, onEnd }: SseOptions): Response {
  const iterator = events[Symbol.asyncIterator]()
  let keepAlive: NodeJS.Timeout | undefined
  const end = () => {
    clearInterval(keepAlive)
    onEnd?.()
  }
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      keepAlive = setInterval(() => {
        if ((controller.desiredSize ?? 0) > 0) controller.enqueue(ping)
      }, keepAliveMs)
    },
    async pull(controller) {
      const { done, value } = await iterator.next().catch((error: unknown) => {
        end()
        throw error
      })
      if (done === true) {
        end()
        controller.close()
      } else {
        keepAlive?.refresh()
        controller.enqueue(encoder.encode(value))
      }
    },
    async cancel() {
      end()
      await iterator.return?.()
    },
  })
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } })
}
