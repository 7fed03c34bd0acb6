import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../../context.ts'
import { addLimit } from './rate-limit-headers.ts'

/** Reports the limits of the caller's plan; the admission of the request enforces them. */
export function planLimits({ admission }: Pick<ServerContext, 'admission'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const principal = c.get('principal')
    addLimit(c, () => admission.readLimits(principal))
    await next()
  })
}
