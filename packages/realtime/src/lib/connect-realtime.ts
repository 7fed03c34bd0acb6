import type { Client } from '@mira/core'
import { type SessionHooks, stateOf } from '@mira/core/internal'
import { RealtimeSession } from './session.ts'
import type { SessionParams } from './session-config.ts'
import { type RealtimeOptions, readRealtimeOptions } from './settings.ts'

/**
 * Opens a realtime voice session.
 *
 * @param client - Client created with `createClient`. Its API key is sent as a WebSocket subprotocol.
 * @param params - Voice, audio formats, instructions and tools, sent on connect and after each reconnect.
 * @returns The session, when the server is ready.
 * @throws {MiraError} `unauthorized`, `rate_limited`, `connection_failed`, … when the session cannot be opened. The
 * first connection attempt is not retried.
 * @see docs/protocol.md#realtime
 */
export async function connectRealtime(
  client: Client,
  params: SessionParams = {},
  options: RealtimeOptions = {},
): Promise<RealtimeSession> {
  const settings = readRealtimeOptions(options)
  const { signal } = options
  signal?.throwIfAborted()
  const { clock, random, hooks } = stateOf(client)
  const { onSessionUsage } = (hooks ?? {}) as SessionHooks
  const session = new RealtimeSession(client, params, { ...settings, clock, random, onSessionUsage })
  const onAbort = (): void => session.fail(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  void session.closed.then(() => signal?.removeEventListener('abort', onAbort))
  if (signal?.aborted) onAbort()
  await session.waitUntilOpen()
  return session
}
