import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'
import type { AppEnv } from '../../context.ts'

/**
 * Sets the `signal` of the request, which aborts when the client disconnects, and responds with 408 when the response
 * has not started within the timeout. Neither a stream that has started nor a charged answer is limited.
 */
export function deadline(timeoutMs: number) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const controller = new AbortController()
    const { signal: connection } = c.req.raw
    connection.addEventListener('abort', () =>
      controller.abort(new DOMException('The client disconnected', 'AbortError')),
    )
    c.set('signal', controller.signal)
    let timer: NodeJS.Timeout | undefined
    // From a charge on, the answer is delivered, however long its encoding takes.
    c.set('commit', () => {
      if (controller.signal.reason instanceof ApiError) throw controller.signal.reason
      clearTimeout(timer)
    })
    const expiry = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const error = new ApiError(408, `The request timed out after ${timeoutMs} ms`)
        controller.abort(error)
        reject(error)
      }, timeoutMs)
    })
    try {
      await Promise.race([next(), expiry])
    } finally {
      clearTimeout(timer)
    }
  })
}
