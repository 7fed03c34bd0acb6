import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../../context.ts'

/** Bodies of up to this size, in bytes, cost less than the check. */
const smallBytes = 64 * 1024

/**
 * Rejects a caller whose balance or plan allows no request, before its large body is received. The admission of the
 * request repeats the check, together with those that depend on the model.
 */
export function checkAllowance({ admission }: Pick<ServerContext, 'admission'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const bytes = Number(c.req.header('content-length') ?? Number.POSITIVE_INFINITY)
    if (bytes > smallBytes) await admission.checkAllowance(c.get('principal'))
    await next()
  })
}
