import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../context.ts'
import { controlPath } from '../control-path.ts'
import type { Emulation } from '../emulation.ts'
import { toHeaderRecord } from '../http/fault-plan.ts'
import type { Emulator } from './emulator.ts'
import { recordRequestBody, recordResponse } from './record-exchange.ts'

/** Records requests and their responses, and sets the scope of their calls. */
export function recordRequests(
  emulator: Pick<Emulation, 'begin' | 'end'> & Pick<Emulator, 'journal' | 'scopes'>,
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
    recordResponse(emulator.journal, c, (isComplete) => {
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
