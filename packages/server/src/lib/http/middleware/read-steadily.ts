import { ApiError } from '../../api-error.ts'
import type { ServerLimits } from '../../server-limits.ts'

/** Limits of {@link readSteadily}. */
export type BodyPace = Pick<ServerLimits, 'minBodyBytesPerSecond' | 'bodyGraceMs'>

/**
 * Reads a request body. Only the time spent waiting for the client counts towards its pace.
 *
 * @throws {ApiError} 408 when the body arrives too slowly, 413 when it exceeds `maxBytes`.
 */
export async function* readSteadily(
  body: ReadableStream<Uint8Array>,
  { minBodyBytesPerSecond, bodyGraceMs, maxBytes }: BodyPace & { readonly maxBytes: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = body.getReader()
  let bytes = 0
  let waitedMs = 0
  try {
    for (;;) {
      const startedAt = performance.now()
      const allowedMs = bodyGraceMs + (bytes / minBodyBytesPerSecond) * 1_000 - waitedMs
      const { done, value } = await withinTime(reader.read(), allowedMs, () => tooSlow(minBodyBytesPerSecond))
      if (done) return
      waitedMs += performance.now() - startedAt
      bytes += value.byteLength
      if (bytes > maxBytes) throw bodyTooLarge(maxBytes)
      yield value
    }
  } finally {
    // Ends a read that is still pending.
    reader.cancel().catch(() => undefined)
  }
}

/** Creates the 413 error of a body. */
export function bodyTooLarge(maxBytes: number): ApiError {
  return new ApiError(413, `The body exceeds ${maxBytes} bytes`)
}

function tooSlow(minBytesPerSecond: number): ApiError {
  return new ApiError(408, `The body arrived more slowly than ${minBytesPerSecond} bytes per second`)
}

async function withinTime<Value>(work: Promise<Value>, timeoutMs: number, toError: () => ApiError): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(toError()), Math.max(0, timeoutMs))
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
