import type { RealtimeEvent } from '@mira/realtime'

/** Latencies of the last answer in milliseconds, from the end of the question: of its speech, or the call of `sendText`. */
export interface CallLatencies {
  /** Until the words of the question were known. */
  readonly transcribedMs: number | undefined
  /** Until the first audio of the answer was received. */
  readonly answeredMs: number | undefined
}

/** Latencies before the first question. */
export const noLatencies: CallLatencies = { transcribedMs: undefined, answeredMs: undefined }

/** Measures the latencies of a call. Times are milliseconds of any clock. */
export class LatencyMeter {
  #latencies: CallLatencies = noLatencies
  #askedAtMs: number | undefined
  /** Item whose audio was received last: that of an earlier answer may go on after a question. */
  #audioId: string | undefined

  /** Starts the measurement with a question that is complete. */
  ask(nowMs: number): CallLatencies {
    this.#askedAtMs = nowMs
    this.#latencies = noLatencies
    return noLatencies
  }

  /** Records an event. @returns The latencies, if they have changed. */
  note(event: RealtimeEvent, nowMs: number): CallLatencies | undefined {
    switch (event.type) {
      case 'input_audio_buffer.speech_stopped':
        return this.ask(nowMs)
      case 'conversation.item.input_audio_transcription.completed':
        // Without words it was a noise.
        return event.transcript === '' ? undefined : this.#measure('transcribedMs', nowMs)
      case 'response.audio.delta': {
        if (event.item_id === this.#audioId) return undefined
        this.#audioId = event.item_id
        return this.#measure('answeredMs', nowMs)
      }
      default:
        return undefined
    }
  }

  #measure(name: keyof CallLatencies, nowMs: number): CallLatencies | undefined {
    if (this.#askedAtMs === undefined || this.#latencies[name] !== undefined) return undefined
    this.#latencies = { ...this.#latencies, [name]: nowMs - this.#askedAtMs }
    return this.#latencies
  }
}
