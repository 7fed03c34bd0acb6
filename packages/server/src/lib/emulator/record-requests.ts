import type { AsyncLocalStorage } from 'node:async_hooks'
import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { CallScope } from '../call-scope.ts'
import type { AppEnv, ServerEmulation } from '../context.ts'
import { controlPath } from '../control-path.ts'
import { toHeaderRecord } from '../http/fault-plan.ts'
import type { Journal } from './journal.ts'
import { recordRequestBody, recordResponse } from './record-exchange.ts'

/** Parts of an emulator that record requests. */
export interface RecordedParts {
  readonly journal: Journal
  /** Scope of the request that is being handled. */
  readonly scopes: AsyncLocalStorage<CallScope>
}

/** Records requests and their responses, and sets the scope of their calls. */
export function recordRequests(
  emulator: Pick<ServerEmulation, 'begin' | 'end'> & RecordedParts,
): MiddlewareHandler<AppEnv> {
  return createMiddleware<AppEnv>(async (c, next) => {
    if (c.req.path.startsWith(controlPath)) return next()
    const requestId = c.get('requestId')
    const headers = toHeaderRecord(c.req.raw.headers)
    const begun = emulator.begin({ requestId, method: c.req.method, url: new URL(c.req.url), headers })
    const scope = { ...begun, requestedModel: () => readModel(c) }
    c.set('scope', scope)
    // Until the response has started, only the client can end the request.
    const onAbort = () => emulator.end(requestId, { isComplete: false })
    c.req.raw.signal.addEventListener('abort', onAbort, { once: true })
    await emulator.scopes.run(scope, next)
    await recordRequestBody(emulator.journal, c)
    await recordResponse(emulator.journal, c, (isComplete) => {
      c.req.raw.signal.removeEventListener('abort', onAbort)
      emulator.end(requestId, { isComplete })
    })
    return undefined
  })
}

/** Returns the model that the validated body of a request names. */
function readModel(c: Context<AppEnv>): string | undefined {
  const body = c.req.valid('json' as never) as { readonly model?: unknown } | undefined
  const model = body?.model ?? c.get('form')?.fields.get('model')?.[0]
  return typeof model === 'string' ? model : undefined
}
