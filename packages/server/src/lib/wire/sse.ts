/** Options of {@link sseResponse}. */
export interface SseOptions {
  /** Pause between keep-alive comments, in milliseconds. */
  readonly keepAliveMs: number
  /** Called once, when the stream ended, failed or its reader left. */
  readonly onEnd?: (() => void) | undefined
}

const encoder = new TextEncoder()
const ping = encoder.encode(': ping\n\n')

/** One event; `data` must be a single line, as JSON is. */
export function encodeEvent(data: string, event?: string): string {
  return event === undefined ? `data: ${data}\n\n` : `event: ${event}\ndata: ${data}\n\n`
}

/**
 * Sends events as they are made, one chunk each, with comments in between while none come. The iteration is ended
 * when the reader leaves; when it throws, the connection is cut.
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
