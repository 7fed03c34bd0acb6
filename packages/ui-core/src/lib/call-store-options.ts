import { refuseUnknown } from '@mira/core/internal'
import type { RealtimeEvent, RealtimeOptions, SessionParams } from '@mira/realtime'
import type { CallDevices } from './call-devices.ts'

/** Options of {@link createCallStore}. They apply to the next call. */
export interface CallStoreOptions extends CallDevices {
  /** Voice, instructions, tools and other parameters of the session. */
  readonly params?: SessionParams | undefined
  /** Connection settings: `reconnect`, `heartbeat`, `bargeIn`, … */
  readonly realtime?: Omit<RealtimeOptions, 'signal' | 'headers' | 'playedMs'> | undefined
  /**
   * URL of `@mira/realtime/audio/worklet.js` on your own origin, for pages whose `script-src` does not allow `blob:`.
   */
  readonly workletUrl?: string | URL | undefined
  /** Id of the microphone. Defaults to the browser's choice. */
  readonly deviceId?: string | undefined
  /**
   * Whether a call ends without a microphone. Otherwise the user can write, and `error` says why there is none. Defaults to
   * true.
   */
  readonly requiresMicrophone?: boolean | undefined
  /** Called with each event of the session. */
  readonly onEvent?: ((event: RealtimeEvent) => void) | undefined
  /** Called when a call has ended, with its error if it has one. */
  readonly onEnd?: ((error: unknown) => void) | undefined
}

/** @throws {TypeError} when an option is unknown. */
export function checkCallStoreOptions(options: CallStoreOptions): CallStoreOptions {
  const {
    params,
    realtime,
    workletUrl,
    deviceId,
    openSource,
    openSink,
    requiresMicrophone,
    onEvent,
    onEnd,
    ...unknown
  } = options
  refuseUnknown(unknown, 'CallStoreOptions')
  return options
}
