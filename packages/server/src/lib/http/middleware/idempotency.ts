import { createMiddleware } from 'hono/factory'
import { ApiError } from '../../api-error.ts'
import type { AppEnv, ServerContext } from '../../context.ts'
import { hashRequest } from '../../idempotency/idempotent-runs.ts'
import type { StoredReply } from '../../store/store.ts'

const keyPattern = /^[\x21-\x7e]{1,255}$/

/** Transient client errors, whose replies are not stored because a retry may succeed. */
const transientStatuses = new Set([401, 402, 403, 408, 409, 425, 429])

/**
 * Runs a request with an `Idempotency-Key` once per API key and replays its reply for a day. Streams and transient
 * failures are not stored, and only a limited number of rejections. The response echoes the header if the key was applied.
 */
export function idempotency({ idempotentRuns }: Pick<ServerContext, 'idempotentRuns'>) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const idempotencyKey = c.req.header('idempotency-key')
    if (idempotencyKey === undefined) return next()
    if (!keyPattern.test(idempotencyKey)) {
      throw new ApiError(400, 'Idempotency-Key: expected 1 to 255 visible ASCII characters')
    }
    const { keyId } = c.get('principal')
    const fingerprint = hashRequest(c.req.method, c.req.path, c.get('form')?.fingerprint ?? (await c.req.text()))
    const request = { keyId, idempotencyKey, fingerprint, signal: c.get('signal') }
    const replay = await idempotentRuns.run(request, async (claim) => {
      c.set('idempotencyClaim', claim)
      await next()
      if (isStream(c.res)) return undefined
      c.res.headers.set('idempotency-key', idempotencyKey)
      if (!isFinal(c.res.status)) return undefined
      // A rejection costs its caller nothing, so the number of stored ones is limited; further ones are not replayed.
      const { storedRejections } = c.get('resources').traffic
      if (c.res.status >= 400 && storedRejections.count(keyId) !== undefined) return undefined
      return toStoredReply(c.res.clone())
    })
    if (replay === undefined) return
    const headers = {
      'content-type': replay.contentType,
      'idempotency-key': idempotencyKey,
      'idempotency-replayed': 'true',
    }
    return new Response(Buffer.from(replay.body, 'base64'), { status: replay.status, headers })
  })
}

function isStream(response: Response): boolean {
  return /^(?:text\/event-stream|audio\/)/.test(response.headers.get('content-type') ?? '')
}

function isFinal(status: number): boolean {
  return status < 500 && !transientStatuses.has(status)
}

async function toStoredReply(response: Response): Promise<StoredReply> {
  const contentType = response.headers.get('content-type') ?? 'application/octet-stream'
  const body = Buffer.from(await response.arrayBuffer()).toString('base64')
  return { status: response.status, contentType, body }
}
