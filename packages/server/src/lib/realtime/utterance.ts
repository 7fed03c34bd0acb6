import { markQuestion } from './mark-question.ts'
import type { RecogniserLease, RecogniserPool } from './recogniser-pool.ts'
import { StablePartial } from './stable-partial.ts'

/** Most samples that are given to a recogniser at once: 100 ms. */
const pieceSamples = 1_600

/** Options of {@link Utterance}. */
export interface UtteranceOptions {
  readonly pool: RecogniserPool
  readonly signal: AbortSignal
  /** Told of words that are settled while the user still speaks. */
  readonly onPartial: (delta: string) => void
}

/** What the user says in one turn, recognised while it comes in. */
export class Utterance {
  /** What was said; rejects when it cannot be recognised. */
  readonly transcript: Promise<string>
  readonly #options: UtteranceOptions
  readonly #pieces: Int16Array[] = []
  readonly #abandon = new AbortController()
  readonly #partial = new StablePartial()
  #isEnded = false
  #wake: () => void = () => {}

  constructor(options: UtteranceOptions) {
    this.#options = options
    this.transcript = this.#recognise()
    // Whoever needs the words awaits them; of an utterance that is given up nobody does.
    this.transcript.catch(() => undefined)
  }

  push(samples: Int16Array): void {
    for (let start = 0; start < samples.length; start += pieceSamples) {
      this.#pieces.push(samples.subarray(start, start + pieceSamples))
    }
    this.#wake()
  }

  /** No more sound comes. */
  end(): void {
    this.#isEnded = true
    this.#wake()
  }

  /** Nobody wants to know. */
  abandon(): void {
    this.#abandon.abort()
    this.#wake()
  }

  async #recognise(): Promise<string> {
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

  async #feed({ stream }: RecogniserLease, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted()
      const piece = this.#pieces.shift()
      if (piece) {
        const delta = this.#partial.advance(await stream.push(piece))
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

  /** An utterance that was given up leaves its recogniser fit for the next, once it is ended there too. */
  async #isFinished({ stream }: RecogniserLease, signal: AbortSignal): Promise<boolean> {
    if (!signal.aborted) return false
    return stream.finish().then(
      () => true,
      () => false,
    )
  }
}
