import { setTimeout as sleep } from 'node:timers/promises'
import { EngineInputError, type SpeechEngine } from '@mira/engine'
import type { SessionSettings } from '../wire/realtime-session.ts'
import { bytesPerSecond, encodeSamples } from './audio-codec.ts'
import { toSpokenText } from './spoken-text.ts'

/** Chunk of speech for the wire. */
export interface SpeechChunk {
  readonly bytes: Buffer
  readonly durationMs: number
}

/** Duration of a chunk, in milliseconds: short enough to interrupt, long enough to be efficient. */
const chunkMs = 100
/** Maximum lead of speech over playback, in milliseconds; more would be wasted when the user interrupts. */
const maxLeadMs = 10_000

/** Synthesizes the sentences of one answer, with a limited lead over playback. */
export class Speaker {
  readonly #engine: SpeechEngine
  readonly #settings: SessionSettings
  readonly #caller: string
  #startedAt: number | undefined
  #spokenMs = 0

  /** @param caller - Id of the listening user. */
  constructor(engine: SpeechEngine, settings: SessionSettings, caller: string) {
    this.#engine = engine
    this.#settings = settings
    this.#caller = caller
  }

  /**
   * Synthesizes a sentence.
   *
   * @throws {EngineInputError} when the voice cannot speak the sentence.
   */
  async *say(sentence: string, signal: AbortSignal): AsyncGenerator<SpeechChunk, void, undefined> {
    if (!/[\p{L}\p{N}]/u.test(sentence)) return
    const { voice, speed, output } = this.#settings
    const { sampleRate } = output
    const language = languageOf(this.#engine, voice)
    const request = { text: toSpokenText(sentence), voice, speed, sampleRate, format: 'pcm' as const, language }
    for await (const { audio } of this.#engine.synthesize(request, { signal, caller: this.#caller })) {
      const bytes = encodeSamples(audio, output)
      const chunkBytes = (bytesPerSecond(output) * chunkMs) / 1_000
      for (let start = 0; start < bytes.length; start += chunkBytes) {
        const chunk = bytes.subarray(start, start + chunkBytes)
        const durationMs = (chunk.length / bytesPerSecond(output)) * 1_000
        await this.#keepPace(durationMs, signal)
        yield { bytes: chunk, durationMs }
      }
    }
  }

  async #keepPace(durationMs: number, signal: AbortSignal): Promise<void> {
    const now = performance.now()
    this.#startedAt ??= now
    this.#spokenMs += durationMs
    const leadMs = this.#spokenMs - (now - this.#startedAt)
    if (leadMs > maxLeadMs) await sleep(leadMs - maxLeadMs, undefined, { signal })
  }
}

/** Returns whether an error only means that this sentence cannot be spoken. */
export function isUnspeakable(error: unknown): error is EngineInputError {
  return error instanceof EngineInputError
}

/** Returns the language of a monolingual voice, so that the engine need not detect it from a word or two. */
function languageOf(engine: SpeechEngine, id: string): string | undefined {
  const languages = engine.voices().find((voice) => voice.id === id)?.languages ?? []
  return languages.length === 1 ? languages[0] : undefined
}
