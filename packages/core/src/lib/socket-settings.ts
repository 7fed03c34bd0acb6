import type { Client } from './client-state.ts'
import { stateOf } from './client-state.ts'
import type { Clock } from './clock.ts'
import { readKey, redact } from './middleware/auth.ts'

/** Settings for opening a WebSocket to the API. */
export interface SocketSettings {
  /** URL, such as `wss://api.vmira.ai/v1/realtime`. */
  readonly url: string
  /** API key; absent behind your own proxy. */
  readonly apiKey: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** WebSocket constructor passed to `createClient`, if any. */
  readonly WebSocket: unknown
  readonly clock: Clock
  /** Random number generator for jitter, returning values in [0, 1). */
  readonly random: () => number
  /** Redacts API keys from text. */
  redact(text: string): string
}

/**
 * Returns the settings for opening a socket. The API key is resolved on each call, so that rotated keys work.
 *
 * @param path - Path starting with `/v1/…`.
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
