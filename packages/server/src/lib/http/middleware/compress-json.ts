import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'
import type { AppEnv } from '../../context.ts'
import { contentCodings, encode } from '../content-codings.ts'
import { bodyOf, bodyResponseOf } from '../json-response.ts'
import { negotiateCoding } from '../negotiate-coding.ts'

/** Bodies below this size, in bytes, fit into a packet or two anyway. */
const minBytes = 1_024

const jsonType = /^application\/(?:[\w.-]+\+)?json\b/i
const noTransform = /(?:^|,)\s*no-transform\s*(?:,|$)/i

/**
 * Compresses JSON answers for clients that ask for it. Streams, media and answers marked `no-transform` are sent as they
 * are.
 *
 * @throws {ApiError} 406 when the client accepts neither a coding of the server nor a body without one.
 */
export const compressJson = createMiddleware<AppEnv>(async (c, next) => {
  const header = c.req.header('accept-encoding')
  const { coding, acceptsIdentity } = negotiateCoding(header ?? '')
  if (header !== undefined && coding === undefined && !acceptsIdentity) {
    const detail = `Accept-Encoding ${header} excludes every coding; accept identity, ${contentCodings.join(', ')}, or *`
    throw new ApiError(406, detail)
  }
  await next()
  if (!isCompressible(c)) return
  const bytes = readLength(c.res)
  if (bytes !== undefined && bytes < minBytes && acceptsIdentity) return
  c.res.headers.append('vary', 'accept-encoding')
  if (coding === undefined) return
  const { status, headers } = c.res
  const body = await readBody(c.res)
  const isWorthwhile = body.byteLength >= minBytes || !acceptsIdentity
  const encoded = isWorthwhile ? await encode(coding, body) : body
  if (isWorthwhile) headers.set('content-encoding', coding)
  headers.set('content-length', String(encoded.byteLength))
  // Hono would otherwise add the headers of the previous response again.
  ;(c as { res: Response | undefined }).res = undefined
  c.res = bodyResponseOf(encoded, { status, headers })
})

function isCompressible(c: Context<AppEnv>): boolean {
  const { headers } = c.res
  return (
    jsonType.test(headers.get('content-type') ?? '') &&
    c.get('isSentAsIs') !== true &&
    !headers.has('content-encoding') &&
    !noTransform.test(headers.get('cache-control') ?? '')
  )
}

async function readBody(response: Response): Promise<Uint8Array> {
  const body = bodyOf(response) ?? new Uint8Array(await response.arrayBuffer())
  return typeof body === 'string' ? Buffer.from(body) : body
}

/** Returns the length of a body, in bytes; undefined if it is not known without reading it. */
function readLength({ headers }: Response): number | undefined {
  const length = headers.get('content-length')
  return length === null ? undefined : Number(length)
}
