import type { Context } from 'hono'
import type { Call } from '../../call.ts'
import type { AppEnv } from '../../context.ts'

/** Returns the data of the current request that services need. */
export function toCall(c: Context<AppEnv>, { isStream = false } = {}): Call {
  return {
    requestId: c.get('requestId'),
    principal: c.get('principal'),
    endpoint: c.req.path,
    signal: c.get('signal'),
    isStream,
    idempotencyClaim: isStream ? undefined : c.get('idempotencyClaim'),
    commit: c.get('commit'),
    scope: c.get('scope'),
  }
}
