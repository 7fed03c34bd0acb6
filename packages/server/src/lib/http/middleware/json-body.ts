import { createMiddleware } from 'hono/factory'
import type { HonoRequest } from 'hono/request'
import { ApiError } from '../../api-error.ts'
import type { AppEnv } from '../../context.ts'
import type { ServerLimits } from '../../server-limits.ts'
import { guardJsonText } from '../../wire/json-guard.ts'

const jsonMediaType = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i

/** Rejects a body that is not JSON, is too large, is nested too deeply or contains a null character, before parsing. */
export function jsonBody({ maxBodyBytes, maxJsonDepth }: Pick<ServerLimits, 'maxBodyBytes' | 'maxJsonDepth'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const contentLength = c.req.header('content-length')
    if (Number(contentLength ?? 0) > maxBodyBytes) throw tooLarge(maxBodyBytes)
    // Hono's `bodyLimit` passes the raw request to the `Request` constructor, which accepts only the platform's own.
    if (contentLength === undefined) c.req.raw = await bound(c.req, maxBodyBytes)
    const text = await c.req.text()
    const contentType = c.req.header('content-type') ?? ''
    if (!jsonMediaType.test(contentType)) {
      throw new ApiError(
        415,
        `Content-Type must be application/json, received ${contentType === '' ? 'none' : contentType}`,
      )
    }
    guardJsonText(text, maxJsonDepth)
    await next()
  })
}

/** Returns the request with its body read, for a body of unknown length. */
async function bound(request: HonoRequest, maxBytes: number): Promise<Request> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.raw.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  const { method, url } = request
  return new Request(url, { method, headers: request.header(), body: Buffer.concat(chunks) })
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError(413, `The body exceeds ${maxBytes} bytes`)
}
