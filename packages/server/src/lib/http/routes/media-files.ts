import { Readable } from 'node:stream'
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import type { ByteRange } from '../../media/byte-range.ts'
import { parseByteRange } from '../../media/byte-range.ts'
import type { MediaInfo } from '../../media/media-store.ts'
import { errorResponses } from '../../wire/openapi.ts'

/** Rejects a URL with other parameters than the signed ones, or with one of them twice. */
const checkForm = createMiddleware<AppEnv>(async (c, next) => {
  const names = [...new URL(c.req.url).searchParams.keys()]
  if (names.toSorted().join() !== 'expires,signature') throw forged()
  await next()
})

function forged(): ApiError {
  return new ApiError(403, 'Invalid URL signature')
}

/** Creates the route `GET /media/{id}`: generated files, under signed URLs. */
export function mediaFileRoutes(context: Pick<ServerContext, 'media' | 'mediaLinks'>): OpenAPIHono<AppEnv> {
  const content = { '*/*': { schema: z.string().openapi({ format: 'binary' }) } }
  const route = createRoute({
    method: 'get',
    path: '/media/{id}',
    summary: 'Download a generated file; its URL is signed and requires no API key',
    middleware: checkForm,
    request: {
      params: z.object({ id: z.string() }),
      query: z.object({ expires: z.string().default(''), signature: z.string().default('') }),
    },
    responses: {
      200: { description: 'The file', content },
      206: { description: 'The requested range', content },
      304: { description: 'The file matches `If-None-Match`' },
      416: { description: 'The range is beyond the end of the file' },
      ...errorResponses(403, 404, 410),
    },
  })

  const app = new OpenAPIHono<AppEnv>()
  app.openapi(route, async (c) => {
    const { id } = c.req.valid('param')
    const claim = context.mediaLinks.check({ id, ...c.req.valid('query') })
    if (claim === 'forged') throw forged()
    const info = await context.media.find(id)
    if (claim === 'expired' || info === undefined) throw new ApiError(410, 'This file has expired')
    return answer(context, c, info)
  })
  return app
}

async function answer(context: Pick<ServerContext, 'media'>, c: Context<AppEnv>, info: MediaInfo): Promise<Response> {
  const headers = describeFile(info)
  if (matchesEtag(c.req.header('if-none-match'), headers.etag)) return new Response(null, { status: 304, headers })
  const range = readRange(c, info.bytes, headers.etag)
  if (range === 'unsatisfiable') {
    return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${info.bytes}` } })
  }
  const condition = await context.media.verify(info)
  if (condition !== 'intact') throw new ApiError(410, `This file is ${condition}`, { code: `file_${condition}` })
  const { start, end } = range ?? { start: 0, end: info.bytes - 1 }
  const partHeaders = range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${info.bytes}` }
  // A stream that is not read would keep its file open.
  const body = c.req.method === 'HEAD' ? null : Readable.toWeb(await context.media.read(info.id, range))
  return new Response(body as ReadableStream<Uint8Array> | null, {
    status: range === undefined ? 200 : 206,
    headers: { ...headers, ...partHeaders, 'content-length': String(end - start + 1) },
  })
}

function describeFile({ id, mediaType, sha256 }: MediaInfo) {
  const isShown = /^(?:image|audio|video)\//.test(mediaType)
  return {
    'content-type': mediaType,
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename="${id}"`,
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=3600',
    etag: `"${sha256}"`,
  }
}

/** Returns the requested range; undefined without one, or if the file no longer matches `If-Range`. */
function readRange(c: Context<AppEnv>, bytes: number, etag: string): ByteRange | 'unsatisfiable' | undefined {
  const header = c.req.header('range')
  const condition = c.req.header('if-range')
  if (header === undefined || (condition !== undefined && condition !== etag)) return undefined
  return parseByteRange(header, bytes)
}

function matchesEtag(header: string | undefined, etag: string): boolean {
  const etags = header?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? []
  return etags.includes(etag) || etags.includes('*')
}
