import type { ServerEvent } from '../wire/realtime-dialect.ts'
import type { Utterance } from './utterance.ts'

/** Options of {@link Hearing}. */
export interface HearingOptions {
  readonly signal: AbortSignal
  send(event: ServerEvent): void
  /** Whether the client wants transcription events. */
  isTold(): boolean
  /** Called when a transcription fails. */
  failed(error: unknown): void
}

/** Pending transcriptions and the events that report them to the client. */
export class Hearing {
  readonly #options: HearingOptions
  readonly #pending = new Set<Promise<unknown>>()

  constructor(options: HearingOptions) {
    this.#options = options
  }

  /** Waits until all pending transcriptions have finished. */
  async settled(): Promise<void> {
    await Promise.all(this.#pending)
  }

  /** Sends stable words while the user is still speaking. */
  tellPartial(item_id: string, delta: string): void {
    this.#tell('delta', { item_id, delta })
  }

  /**
   * Follows an utterance until its transcript is available.
   *
   * @param keep - Called with the transcript before the client is notified.
   * @returns The transcript; empty when recognition failed.
   */
  hear(item_id: string, { transcript }: Utterance, keep: (transcript: string) => void): Promise<string> {
    const heard = transcript.then(
      (text) => {
        keep(text)
        this.#tell('completed', { item_id, transcript: text })
        return text
      },
      (error: unknown) => {
        if (this.#options.signal.aborted) return ''
        this.#options.failed(error)
        const message = 'The speech could not be recognised'
        const failure = { type: 'server_error', code: 'transcription_failed', message, param: null }
        this.#tell('failed', { item_id, error: failure })
        return ''
      },
    )
    this.#pending.add(heard)
    void heard.then(() => this.#pending.delete(heard))
    return heard
  }

  #tell(step: 'delta' | 'completed' | 'failed', fields: object): void {
    const { isTold, send } = this.#options
    if (isTold()) send({ type: `conversation.item.input_audio_transcription.${step}`, content_index: 0, ...fields })
  }
}
