import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv, ServerContext } from '../../context.ts'
import { findTightest, type RateLimitState, type RateLimitStates } from '../../limits/rate-limit-state.ts'
import { formatDuration } from '../format-duration.ts'

/** Headers of {@link rateLimitHeaders}, with the names that clients of OpenAI read. */
export const rateLimitHeaderNames = ['requests', 'tokens'].flatMap((unit) => [
  `x-ratelimit-limit-${unit}`,
  `x-ratelimit-remaining-${unit}`,
  `x-ratelimit-reset-${unit}`,
])

/** Adds a limit of the caller to those that are reported. */
export function addLimit(c: Context<AppEnv>, read: () => RateLimitStates | Promise<RateLimitStates>): void {
  c.set('limits', [...(c.get('limits') ?? []), read])
}

/**
 * Reports how much of their limits a caller has left, on every answer of a limited endpoint. If several limits hold, it
 * is the tightest one. Without a limit there is no header.
 */
export function rateLimitHeaders({ logger }: Pick<ServerContext, 'logger'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    await next()
    const readers = c.get('limits') ?? []
    if (readers.length === 0) return
    try {
      const states = await Promise.all(readers.map((read) => read()))
      const requests = findTightest(states.map((state) => state.requests))
      const tokens = findTightest(states.map((state) => state.tokens))
      setHeaders(c.res.headers, 'requests', requests)
      setHeaders(c.res.headers, 'tokens', tokens)
    } catch (err) {
      // The answer is complete, and may have been charged.
      logger.error({ requestId: c.get('requestId'), err }, 'failed to read the rate limits of a caller')
    }
  })
}

function setHeaders(headers: Headers, unit: string, state: RateLimitState | undefined): void {
  if (state === undefined) return
  headers.set(`x-ratelimit-limit-${unit}`, String(state.limit))
  headers.set(`x-ratelimit-remaining-${unit}`, String(state.remaining))
  headers.set(`x-ratelimit-reset-${unit}`, formatDuration(state.resetMs))
}
