import type { ServerEvent } from '../wire/realtime-dialect.ts'
import type { Utterance } from './utterance.ts'

/** Options of {@link PendingTranscriptions}. */
export interface PendingTranscriptionsOptions {
  readonly signal: AbortSignal
  send(event: ServerEvent): void
  /** Whether the client wants transcription events. */
  isEnabled(): boolean
  /** Called when a transcription fails. */
  onFailure(error: unknown): void
}

/** Pending transcriptions and the events that report them to the client. */
export class PendingTranscriptions {
  readonly #options: PendingTranscriptionsOptions
  readonly #pending = new Set<Promise<unknown>>()

  constructor(options: PendingTranscriptionsOptions) {
    this.#options = options
  }

  /** Waits until all pending transcriptions have finished. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending)
  }

  /** Sends stable words while the user is still speaking. */
  sendPartial(item_id: string, delta: string): void {
    this.#send('delta', { item_id, delta })
  }

  /**
   * Follows an utterance until its transcript is available.
   *
   * @param onTranscript - Called with the transcript before the client is notified.
   * @returns The transcript; empty when recognition failed.
   */
  track(item_id: string, { transcript }: Utterance, onTranscript: (transcript: string) => void): Promise<string> {
    const settled = transcript.then(
      (text) => {
        onTranscript(text)
        this.#send('completed', { item_id, transcript: text })
        return text
      },
      (error: unknown) => {
        if (this.#options.signal.aborted) return ''
        this.#options.onFailure(error)
        const message = 'Speech recognition failed'
        const failure = { type: 'server_error', code: 'transcription_failed', message, param: null }
        this.#send('failed', { item_id, error: failure })
        return ''
      },
    )
    this.#pending.add(settled)
    void settled.then(() => this.#pending.delete(settled))
    return settled
  }

  #send(step: 'delta' | 'completed' | 'failed', fields: object): void {
    const { isEnabled, send } = this.#options
    if (isEnabled()) send({ type: `conversation.item.input_audio_transcription.${step}`, content_index: 0, ...fields })
  }
}
