import type { Context } from 'hono'
import type { AppEnv, ServerContext } from '../../context.ts'
import type { Step } from './steps.ts'

/** Bodies of up to this size, in bytes, cost less than the check. */
const smallBytes = 64 * 1024

/**
 * Rejects a caller whose balance or plan allows no request, before its large body is received. The admission of the
 * request repeats the check, together with those that depend on the model.
 */
export function checkAllowance(context: Pick<ServerContext, 'admission'>): Step {
  return (c) => {
    // A compressed body may be large in the end.
    const bytes = c.get('coding') === undefined ? sentBytes(c) : Number.POSITIVE_INFINITY
    return bytes > smallBytes ? context.admission.checkAllowance(c.get('principal')) : undefined
  }
}

/** Like {@link checkAllowance} for a free endpoint, whose bodies of a usual size need no balance. */
export function checkLargeAllowance({ admission, limits }: Pick<ServerContext, 'admission' | 'limits'>): Step {
  return (c) => (sentBytes(c) > limits.maxBodyBytes ? admission.checkAllowance(c.get('principal')) : undefined)
}

/** Returns the size of a body as sent, in bytes; `Infinity` if it is unknown. */
function sentBytes(c: Context<AppEnv>): number {
  return Number(c.req.header('content-length') ?? Number.POSITIVE_INFINITY)
}
