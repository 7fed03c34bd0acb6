import type { Client } from '@mira/core'
import { connectRealtime } from './connect-realtime.ts'
import { type PreflightOptions, preflightRealtime, type RealtimePreflight } from './preflight-realtime.ts'
import type { RealtimeSession } from './session.ts'
import type { SessionParams } from './session-config.ts'
import type { RealtimeOptions } from './settings.ts'

/** Members that {@link realtime} adds to a client. */
export interface RealtimeMembers {
  readonly realtime: {
    /** Opens a realtime voice session. See {@link connectRealtime}. */
    connect(params?: SessionParams, options?: RealtimeOptions): Promise<RealtimeSession>
    /** Requests the server's realtime capabilities. See {@link preflightRealtime}. */
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
