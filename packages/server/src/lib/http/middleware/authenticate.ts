import type { Context, MiddlewareHandler } from 'hono'
import { toAddressBlock } from '../../accounts/client-address.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { rateLimited } from '../../limits/request-rate.ts'
import { addLimit } from './rate-limit-headers.ts'
import { takeTurn } from './share-resources.ts'
import { runSteps, type Step } from './steps.ts'

/** Authenticates the API key, sets `principal` and enforces the requests per minute of the key. */
export function authenticate({ keyGuard, requestRate }: Pick<ServerContext, 'keyGuard' | 'requestRate'>): Step {
  return async (c) => {
    const principal = await keyGuard.authenticate(c.req.header('authorization'), c.get('clientAddress'))
    c.set('principal', principal)
    addLimit(c, async () => ({ requests: await requestRate.read(principal.keyId) }))
    await requestRate.count(principal.keyId)
  }
}

/** Creates the middleware of an authenticated endpoint without a body, which no plan limits. */
export function freeEndpoint(context: Pick<ServerContext, 'keyGuard' | 'requestRate'>): MiddlewareHandler<AppEnv>[] {
  return [runSteps(authenticate(context), countFreeCall, takeTurn)]
}

/** Counts a call of the user that no plan limits. */
export const countFreeCall: Step = (c) => {
  limitFreeCalls(c, c.get('principal').userId)
  return undefined
}

/** Middleware of an endpoint that needs no API key: its callers are limited by address. */
export const publicEndpoint: MiddlewareHandler<AppEnv> = runSteps((c) => {
  const caller = `address ${toAddressBlock(c.get('clientAddress'))}`
  const { traffic, hold } = c.get('resources')
  limitFreeCalls(c, caller)
  return hold(traffic.turns, caller)
})

function limitFreeCalls(c: Context<AppEnv>, caller: string): void {
  const { freeCalls } = c.get('resources').traffic
  addLimit(c, () => ({ requests: freeCalls.read(caller) }))
  const seconds = freeCalls.count(caller)
  if (seconds !== undefined) throw rateLimited('too many calls', seconds)
}
