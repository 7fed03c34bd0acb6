import type { z } from '@hono/zod-openapi'
import type { Principal } from '../accounts/api-keys.ts'
import type { ServerContext } from '../context.ts'
import {
  type ClientSecretRequestSchema,
  type ClientSecretSchema,
  defaultLifetimeSeconds,
} from '../wire/client-secret.ts'
import { newId } from '../wire/ids.ts'
import { encodeSession } from '../wire/realtime-dialect.ts'
import { defaultSettings } from '../wire/realtime-session.ts'
import { chooseVoice } from './admit-session.ts'
import { applySessionChange } from './apply-session-change.ts'
import { realtimeModel } from './usage-meter.ts'

/** Request for a client secret. */
export interface ClientSecretRequest extends z.infer<typeof ClientSecretRequestSchema> {
  /** Session settings as they were sent, which the secret contains. */
  readonly asSent: unknown
}

/**
 * Issues a token with which a client without an API key opens realtime sessions.
 *
 * @throws {ApiError} 400 for an unknown voice or settings that are too large, 501 or 503 without a speech engine.
 */
export async function issueClientSecret(
  { clientSecrets, engines, now }: Pick<ServerContext, 'clientSecrets' | 'engines' | 'now'>,
  { keyId }: Principal,
  { expires_after, session, asSent }: ClientSecretRequest,
): Promise<z.infer<typeof ClientSecretSchema>> {
  const speech = await engines.speech.get()
  const settings = applySessionChange(defaultSettings(chooseVoice(speech)), session ?? {}, speech)
  const expiresAt = Math.floor(now() / 1_000) + (expires_after?.seconds ?? defaultLifetimeSeconds)
  const value = clientSecrets.issue({ keyId, expiresAt, session: asSent ?? {} })
  const facts = { id: newId('sess_'), model: realtimeModel, expiresAt, mayChangeDialect: false }
  // The session expires some time after it is opened, which has not happened yet.
  const { expires_at: _expiresAt, ...described } = encodeSession(facts, settings, 'newer')
  return { value, expires_at: expiresAt, session: described as z.infer<typeof ClientSecretSchema>['session'] }
}
