import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../../context.ts'

/** Work before the handler of a request, which rejects the request by throwing. Returns a promise only if it waits. */
export type Step = (c: Context<AppEnv>) => Promise<void> | undefined

/** Combines steps into one middleware: a middleware for each would cost several promises per step. */
export function runSteps(...steps: readonly Step[]): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async (c, next) => {
    for (const step of steps) {
      const work = step(c)
      if (work !== undefined) await work
    }
    await next()
  })
}
