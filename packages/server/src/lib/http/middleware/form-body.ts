import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'
import type { AppEnv } from '../../context.ts'
import { type FormLimits, spoolForm } from '../../media/spooled-form.ts'

const formMediaType = /^multipart\/form-data\s*;/i

/** Returns whether the content type is that of a multipart form. */
export function isForm(contentType: string | undefined): boolean {
  return formMediaType.test(contentType ?? '')
}

/** Spools a multipart form to disk for the handler. The files are deleted when the request has been served. */
export function formBody(limits: FormLimits) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const contentType = c.req.header('content-type')
    if (!isForm(contentType)) {
      throw new ApiError(415, `Content-Type must be multipart/form-data, received ${contentType ?? 'none'}`)
    }
    if (Number(c.req.header('content-length') ?? 0) > limits.maxBytes) {
      throw new ApiError(413, `The body exceeds ${limits.maxBytes} bytes`)
    }
    const { body } = c.req.raw
    if (body === null) throw new ApiError(400, 'Malformed multipart form in request body')
    await using form = await spoolForm(body, { 'content-type': contentType }, limits)
    c.set('form', form)
    await next()
  })
}
