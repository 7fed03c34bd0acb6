import type { Client } from '@mira/core'
import { stateOf } from '@mira/core/internal'
import { RealtimeSession } from './session.ts'
import type { SessionParams } from './session-config.ts'
import { type RealtimeOptions, readRealtimeOptions } from './settings.ts'

/**
 * Opens a voice session.
 *
 * @param client Connection made with `createClient`; its key travels as a WebSocket subprotocol.
 * @param params Voice, formats, instructions and tools, told to the server at once and after each reconnect.
 * @returns The session, once the server is ready for it.
 * @throws {MiraError} `unauthorized`, `rate_limited`, `connection_failed`, … when it cannot be opened; the first try is the
 * only one.
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
  const { clock, random } = stateOf(client)
  const session = new RealtimeSession(client, params, { ...settings, clock, random })
  const onAbort = (): void => session.fail(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  void session.closed.then(() => signal?.removeEventListener('abort', onAbort))
  if (signal?.aborted) onAbort()
  await session.waitUntilOpen()
  return session
}
