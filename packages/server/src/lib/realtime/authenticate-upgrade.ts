import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { isClientSecret } from '../accounts/client-secrets.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { type SessionChange, SessionChangeSchema } from '../wire/realtime-session.ts'
import type { Credentials } from './credentials.ts'
import { realtimePath } from './realtime-path.ts'

/** Caller of an upgrade. */
export interface UpgradeCall extends Call {
  /** Session settings of a client secret; undefined for an API key. */
  readonly session: SessionChange | undefined
}

/** Upgrade request with its id. */
export interface IdentifiedUpgrade {
  readonly request: IncomingMessage
  readonly requestId: string
}

/**
 * Authenticates an upgrade by an API key or a client secret, and counts it towards the requests per minute of the key.
 *
 * @throws {ApiError} 401 or 429.
 */
export async function authenticateUpgrade(
  context: Pick<ServerContext, 'apiKeys' | 'clientSecrets' | 'findClientAddress' | 'keyGuard' | 'requestRate'>,
  { authorization }: Credentials,
  { request, requestId }: IdentifiedUpgrade,
): Promise<UpgradeCall> {
  const { apiKeys, clientSecrets, findClientAddress, keyGuard, requestRate } = context
  const { remoteAddress } = request.socket as Socket
  const address = findClientAddress({ remoteAddress, headers: request.headers })
  let session: SessionChange | undefined
  const principal = await keyGuard.authenticate(authorization, address, async (credential) => {
    if (!isClientSecret(credential)) return apiKeys.verify(credential)
    const verified = await clientSecrets.verify(credential)
    session = SessionChangeSchema.safeParse(verified?.session).data
    return verified?.principal
  })
  await requestRate.count(principal.keyId)
  const { signal } = new AbortController()
  return { requestId, principal, endpoint: realtimePath, signal, isStream: true, idempotencyClaim: undefined, session }
}
