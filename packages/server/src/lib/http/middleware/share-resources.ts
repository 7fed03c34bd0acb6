import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../../context.ts'
import type { Traffic } from '../../limits/traffic.ts'
import { createRequestResources } from '../request-resources.ts'
import type { Step } from './steps.ts'

/** Provides the shared resources of a request, and releases them when its response starts. */
export function shareResources(traffic: Traffic) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const resources = createRequestResources(traffic)
    c.set('resources', resources)
    try {
      await next()
    } finally {
      resources.release()
    }
  })
}

/**
 * Lets a request be processed once it is its user's turn. Follows the body, so that a slow one occupies no turn; a
 * response that has started to stream no longer occupies one either.
 */
export const takeTurn: Step = (c) => {
  const { traffic, hold } = c.get('resources')
  return hold(traffic.turns, c.get('principal').userId)
}
