import { markQuestion } from './mark-question.ts'
import type { RecognizerLease, RecognizerLeases } from './recognizer-pool.ts'
import { StablePartial } from './stable-partial.ts'

/** Maximum samples per chunk passed to a recognizer: 100 ms. */
const chunkSamples = 1_600

/** Options of {@link Utterance}. */
export interface UtteranceOptions {
  readonly pool: RecognizerLeases
  readonly signal: AbortSignal
  /** Called with stable words while the user is still speaking. */
  readonly onPartial: (delta: string) => void
}

/** Speech of the user in one turn, recognized as it arrives. */
export class Utterance {
  /** Transcript; rejects when recognition fails. */
  readonly transcript: Promise<string>
  readonly #options: UtteranceOptions
  readonly #chunks: Int16Array[] = []
  readonly #abandon = new AbortController()
  readonly #partial = new StablePartial()
  #isEnded = false
  #wake: () => void = () => {}

  constructor(options: UtteranceOptions) {
    this.#options = options
    this.transcript = this.#recognize()
    // Prevents an unhandled rejection: the transcript of an abandoned utterance is never awaited.
    this.transcript.catch(() => undefined)
  }

  push(samples: Int16Array): void {
    for (let start = 0; start < samples.length; start += chunkSamples) {
      this.#chunks.push(samples.subarray(start, start + chunkSamples))
    }
    this.#wake()
  }

  /** Marks the end of the audio. */
  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  /** Stops recognition; the transcript is no longer needed. */
  abandon(): void {
    this.#abandon.abort()
    this.#wake()
  }

  async #recognize(): Promise<string> {
    const signal = AbortSignal.any([this.#options.signal, this.#abandon.signal])
    const lease = await this.#options.pool.lease(signal)
    let isBroken = true
    try {
      await this.#feed(lease, signal)
      const text = markQuestion((await lease.stream.finish()).text)
      isBroken = false
      const rest = this.#partial.finish(text)
      if (rest !== '') this.#options.onPartial(rest)
      return text
    } finally {
      lease.release({ isBroken: isBroken && !(await this.#isFinished(lease, signal)) })
    }
  }

  async #feed({ stream }: RecognizerLease, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted()
      const chunk = this.#chunks.shift()
      if (chunk) {
        const delta = this.#partial.advance(await stream.push(chunk))
        if (delta !== '' && !signal.aborted) this.#options.onPartial(delta)
      } else if (this.#isEnded) return
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve
          signal.addEventListener('abort', () => resolve(), { once: true })
        })
      }
    }
  }

  /** Finishes the stream of an abandoned utterance, so that its recognizer can be reused. */
  async #isFinished({ stream }: RecognizerLease, signal: AbortSignal): Promise<boolean> {
    if (!signal.aborted) return false
    return stream.finish().then(
      () => true,
      () => false,
    )
  }
}
