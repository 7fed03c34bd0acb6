import type { Client } from '@mira/core'
import { connectRealtime } from './connect-realtime.ts'
import { type PreflightOptions, preflightRealtime, type RealtimePreflight } from './preflight-realtime.ts'
import type { RealtimeSession } from './session.ts'
import type { SessionParams } from './session-config.ts'
import type { RealtimeOptions } from './settings.ts'

/** Members that {@link realtime} adds to a client. */
export interface RealtimeMembers {
  readonly realtime: {
    /**
     * Opens a realtime voice session, which reconnects automatically.
     *
     * @param params - Voice, audio formats, instructions and tools, sent on connect and after each reconnect.
     * @returns The session, when the server is ready.
     * @throws {MiraError} `unauthorized`, `rate_limited`, `connection_failed`, … when the session cannot be opened.
     * @example
     * const session = await mira.realtime.connect({ voice: 'aria' })
     * session.on('response.text.delta', ({ delta }) => console.log(delta))
     */
    connect(params?: SessionParams, options?: RealtimeOptions): Promise<RealtimeSession>
    /**
     * Requests the server's realtime capabilities, and checks that the API key may use them.
     *
     * @returns The capabilities; `undefined` if the request fails otherwise, since a session may still be possible.
     * @throws {MiraError} for the statuses 401, 402, 403 and 429; with `strict`, for every failure.
     */
    preflight(options?: PreflightOptions): Promise<RealtimePreflight | undefined>
  }
}

/**
 * Binds the operations of this package to a client.
 *
 * @example const mira = createClient().extend(realtime)
 */
export function realtime(client: Client): RealtimeMembers {
  return {
    realtime: {
      connect: (params, options) => connectRealtime(client, params, options),
      preflight: (options) => preflightRealtime(client, options),
    },
  }
}
