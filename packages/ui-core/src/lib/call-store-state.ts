import type { RealtimeSession } from '@mira/realtime'
import type { InputDevice } from './call-devices.ts'
import type { CallLatencies } from './call-latencies.ts'
import type { Caption } from './captions.ts'

/** State of a call. */
export interface CallStoreState {
  /** `connecting` until devices and server are ready, `reconnecting` while the connection is lost. */
  readonly status: 'idle' | 'connecting' | 'open' | 'reconnecting' | 'ended' | 'error'
  /** Number of the current attempt to reconnect; the first is 1. */
  readonly attempt: number | undefined
  /** Everything said and written, in order; kept after the end of the call. */
  readonly captions: readonly Caption[]
  readonly latencies: CallLatencies
  /** Whether there is a microphone, or another source of audio, in this call. */
  readonly hasMicrophone: boolean
  readonly isMuted: boolean
  /** Whether the server hears the user speak. */
  readonly isUserSpeaking: boolean
  /** Whether a response is being generated. */
  readonly isResponding: boolean
  /** Whether the browser blocks playback until a gesture of the user: then call `resumeAudio` in its handler. */
  readonly isBlocked: boolean
  /** Microphones, known during a call. */
  readonly devices: readonly InputDevice[]
  /** Id of the microphone in use. */
  readonly deviceId: string | undefined
  /** Session of the call, for everything else: its events and settings. */
  readonly session: RealtimeSession | undefined
  /** Error that ended the call, or of a device: `microphone_denied`, `microphone_lost`, … */
  readonly error: unknown
}
