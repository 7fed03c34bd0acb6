import type { Client } from './client.ts'
import type { Clock } from './clock.ts'
import { readKey } from './middleware/auth.ts'
import { redact } from './redact.ts'
import { stateOf } from './state-of.ts'

/** What a WebSocket to the API is opened with. */
export interface SocketSettings {
  /** Such as `wss://api.vmira.ai/v1/realtime`. */
  readonly url: string
  /** Asked anew when it is a function's; absent behind a proxy of one's own. */
  readonly apiKey: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** Constructor the caller gave, if any. */
  readonly WebSocket: unknown
  readonly clock: Clock
  /** Numbers in [0, 1) for jitter. */
  readonly random: () => number
  /** Removes keys from text that will be shown. */
  redact(text: string): string
}

/**
 * Settings for one opening of a socket; the key is read each time, so that rotated ones work.
 *
 * @param path From `/v1/…`.
 */
export async function readSocketSettings(client: Client, path: string): Promise<SocketSettings> {
  const state = stateOf(client)
  const { apiKey, baseUrl, headers, WebSocket, clock, random } = state
  return {
    url: baseUrl.href.replace(/^http/, 'ws') + path,
    apiKey: typeof apiKey === 'function' ? await readKey(apiKey, state) : apiKey,
    headers,
    WebSocket,
    clock,
    random,
    redact: (text) => redact(text, state.secrets),
  }
}
