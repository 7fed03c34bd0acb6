import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../../context.ts'

/** Bodies of up to this size, in bytes, cost less than the check. */
const smallBytes = 64 * 1024

/**
 * Rejects a caller whose balance or plan allows no request, before its large body is received. The admission of the
 * request repeats the check, together with those that depend on the model.
 */
export function checkAllowance(context: Pick<ServerContext, 'admission'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    // A compressed body may be large in the end.
    const bytes = c.get('coding') === undefined ? sentBytes(c) : Number.POSITIVE_INFINITY
    if (bytes > smallBytes) await context.admission.checkAllowance(c.get('principal'))
    await next()
  })
}

/** Like {@link checkAllowance} for a free endpoint, whose bodies of a usual size need no balance. */
export function checkLargeAllowance({ admission, limits }: Pick<ServerContext, 'admission' | 'limits'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (sentBytes(c) > limits.maxBodyBytes) await admission.checkAllowance(c.get('principal'))
    await next()
  })
}

/** Returns the size of a body as sent, in bytes; `Infinity` if it is unknown. */
function sentBytes(c: Context<AppEnv>): number {
  return Number(c.req.header('content-length') ?? Number.POSITIVE_INFINITY)
}
