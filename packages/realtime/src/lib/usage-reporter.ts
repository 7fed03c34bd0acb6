import type { SessionHooks } from '@mira/core/internal'
import { bytesPerMs } from './audio-settings.ts'
import type { RealtimeEvent } from './server-event.ts'
import type { SessionAudio } from './session-audio.ts'

/** Session whose usage is reported. */
export interface ReportedSession {
  readonly audio: SessionAudio
  /** Duration of the audio that has been sent, in milliseconds. */
  readonly sentMs: number
  /** Ends the session with an error. */
  fail(error: unknown): void
}

/** Reports the usage of a session: of each response, and the duration of its audio. */
export class UsageReporter {
  readonly #session: ReportedSession
  readonly #onUsage: NonNullable<SessionHooks['onSessionUsage']>
  #receivedMs = 0

  constructor(session: ReportedSession, onUsage: NonNullable<SessionHooks['onSessionUsage']>) {
    this.#session = session
    this.#onUsage = onUsage
  }

  /** Processes an event of the server. */
  note(event: RealtimeEvent): void {
    if (event.type === 'response.audio.delta') {
      this.#receivedMs += event.audio.length / (bytesPerMs(this.#session.audio.output) ?? Number.POSITIVE_INFINITY)
    } else if (event.type === 'response.done') {
      const { id, status, usage, model } = event.response
      this.#onUsage({
        ...{ operation: 'realtime.response', session: this, id, status, usage },
        model: typeof model === 'string' ? model : undefined,
        end: this.#end,
      })
      this.reportAudio()
    }
  }

  /** Reports the audio so far. */
  reportAudio(): void {
    const durationMs = this.#session.sentMs + this.#receivedMs
    if (durationMs > 0) this.#onUsage({ operation: 'realtime.audio', session: this, durationMs, end: this.#end })
  }

  readonly #end = (error: unknown): void => this.#session.fail(error)
}
