import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'
import type { AppEnv } from '../../context.ts'
import { type FormLimits, spoolForm } from '../../media/spooled-form.ts'
import { type BodyPace, bodyTooLarge } from './read-steadily.ts'
import { receiveBody } from './receive-body.ts'

/** Disk space that a body of unknown length acquires at a time, in bytes. */
const stepBytes = 1024 * 1024

const formMediaType = /^multipart\/form-data\s*;/i

/** Returns whether the content type is that of a multipart form. */
export function isForm(contentType: string | undefined): boolean {
  return formMediaType.test(contentType ?? '')
}

/**
 * Spools a multipart form to disk for the handler, within a share of the disk space for uploads. The files are deleted
 * when the request has been served.
 */
export function formBody(limits: FormLimits & BodyPace) {
  const { maxBytes } = limits
  return createMiddleware<AppEnv>(async (c, next) => {
    const contentType = c.req.header('content-type')
    if (!isForm(contentType)) {
      throw new ApiError(415, `Content-Type must be multipart/form-data, received ${contentType ?? 'none'}`)
    }
    const sentLength = c.req.header('content-length')
    if (Number(sentLength ?? 0) > maxBytes) throw bodyTooLarge(maxBytes)
    const length = c.get('coding') === undefined ? sentLength : undefined
    const { body } = c.req.raw
    if (body === null) throw new ApiError(400, 'Malformed multipart form in request body')
    const { traffic, hold } = c.get('resources')
    const holdSpace = (bytes: number) => hold(traffic.spool, c.get('principal').userId, bytes)
    if (length !== undefined) await holdSpace(Number(length))
    const chunks = receiveBody(c, body, limits)
    const received = length === undefined ? holdAsReceived(chunks, holdSpace) : chunks
    await using form = await spoolForm(received, { 'content-type': contentType }, limits)
    c.set('form', form)
    await next()
  })
}

/** Acquires disk space step by step, for a body of unknown length. */
async function* holdAsReceived(
  chunks: AsyncIterable<Uint8Array>,
  holdSpace: (bytes: number) => Promise<void> | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  let free = 0
  for await (const chunk of chunks) {
    while (free < chunk.byteLength) {
      await holdSpace(stepBytes)
      free += stepBytes
    }
    free -= chunk.byteLength
    yield chunk
  }
}
