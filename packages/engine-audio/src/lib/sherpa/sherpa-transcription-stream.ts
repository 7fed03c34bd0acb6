import { EngineInputError, type TranscribeOptions, type Transcript, type TranscriptionStream } from '@mira/engine'
import { concatenateSamples, speechSampleRate } from '@mira/engine/audio'
import type { SherpaHost } from './sherpa-host.ts'
import type { RecognitionResult } from './sherpa-onnx.ts'
import type { SherpaResults } from './sherpa-task.ts'
import { toWords } from './to-words.ts'

/** Recognizer that a stream uses. */
export interface StreamRecognizer {
  readonly host: SherpaHost
  /** Language of the transcripts. */
  readonly language: string
  /** Returns a number that no other utterance of the host has. */
  nextUtterance(): number
}

/** Live audio for a streaming model in another process. After an end of that process, it sends the utterance again. */
export class SherpaTranscriptionStream implements TranscriptionStream {
  readonly #recognizer: StreamRecognizer
  readonly #options: TranscribeOptions
  /** Audio of the utterance so far. */
  #pieces: Int16Array[] = []
  #length = 0
  #utterance: number
  #last: Promise<unknown> = Promise.resolve()

  constructor(recognizer: StreamRecognizer, options: TranscribeOptions) {
    this.#recognizer = recognizer
    this.#options = options
    this.#utterance = recognizer.nextUtterance()
  }

  async push(samples: Int16Array): Promise<string> {
    return (await this.#hear(samples.slice(), false)).text.trim()
  }

  async finish(): Promise<Transcript> {
    const result = await this.#hear(new Int16Array(0), true)
    const durationSeconds = this.#length / speechSampleRate
    this.#begin()
    if (durationSeconds === 0) throw new EngineInputError('The utterance contains no audio', 'file', { code: 'empty' })
    const text = result.text.trim()
    return {
      text,
      language: this.#recognizer.language,
      durationSeconds,
      segments: text === '' ? [] : [{ start: 0, end: durationSeconds, text }],
      words: this.#options.words === true ? toWords(result, 0, durationSeconds) : [],
    }
  }

  async close(): Promise<void> {
    const { host } = this.#recognizer
    // A process that has ended has released its utterances, and a task would start another one.
    if (this.#length > 0 && host.stats().processes.length > 0) {
      host.run({ kind: 'release', id: this.#utterance }).catch(() => {})
    }
    this.#begin()
  }

  #begin(): void {
    this.#pieces = []
    this.#length = 0
    this.#utterance = this.#recognizer.nextUtterance()
  }

  /** Recognizes pieces in their order, also if the caller does not wait. */
  #hear(samples: Int16Array, isLast: boolean): Promise<RecognitionResult> {
    const heard = this.#last.then(() => this.#send(samples, isLast))
    this.#last = heard.catch(() => undefined)
    return heard
  }

  async #send(samples: Int16Array, isLast: boolean): Promise<RecognitionResult> {
    const position = this.#length
    this.#pieces.push(samples)
    this.#length += samples.length
    const result =
      (await this.#run(position, samples, isLast)) ??
      (await this.#run(0, concatenateSamples(this.#pieces, Int16Array), isLast))
    return result ?? { text: '' }
  }

  async #run(position: number, samples: Int16Array, isLast: boolean): Promise<SherpaResults['hear']> {
    const { signal, caller } = this.#options
    const task = { kind: 'hear', utterance: this.#utterance, position, samples, isLast } as const
    return (await this.#recognizer.host.run(task, { signal, caller })) as SherpaResults['hear']
  }
}
