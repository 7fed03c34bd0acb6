import { speechSampleRate, toFloats } from '@mira/engine/audio'
import type { OnlineStream, RecognitionResult, SherpaOnlineRecognizer } from './sherpa-onnx.ts'
import type { HearTask } from './sherpa-task.ts'

/** Silence after the audio, beyond a chunk, with which a model reads the last sounds; in seconds. */
const tailSeconds = 0.3

interface HeardUtterance {
  readonly stream: OnlineStream
  /** Number of samples so far. */
  length: number
}

/** Utterances in progress in the process that runs a streaming model. */
export class SherpaStreams {
  readonly #recognizer: SherpaOnlineRecognizer
  readonly #silence: Float32Array
  readonly #utterances = new Map<number, HeardUtterance>()

  constructor(recognizer: SherpaOnlineRecognizer, chunkSeconds: number) {
    this.#recognizer = recognizer
    this.#silence = new Float32Array(Math.ceil((chunkSeconds + tailSeconds) * speechSampleRate))
  }

  /** Recognizes a complete utterance. */
  recognize(samples: Int16Array): RecognitionResult {
    return this.#hear(this.#recognizer.createStream(), samples, true)
  }

  /**
   * Recognizes what is said so far.
   *
   * @returns `undefined` if the samples do not continue an utterance of this process, which may have been restarted.
   */
  hear({ utterance: id, position, samples, isLast }: HearTask): RecognitionResult | undefined {
    if (position === 0) this.#utterances.set(id, { stream: this.#recognizer.createStream(), length: 0 })
    const utterance = this.#utterances.get(id)
    if (utterance?.length !== position) return undefined
    utterance.length += samples.length
    if (isLast) this.#utterances.delete(id)
    return this.#hear(utterance.stream, samples, isLast)
  }

  release(id: number): undefined {
    this.#utterances.delete(id)
  }

  #hear(stream: OnlineStream, samples: Int16Array, isLast: boolean): RecognitionResult {
    stream.acceptWaveform({ samples: toFloats(samples), sampleRate: speechSampleRate })
    if (isLast) {
      stream.acceptWaveform({ samples: this.#silence, sampleRate: speechSampleRate })
      stream.inputFinished()
    }
    while (this.#recognizer.isReady(stream)) this.#recognizer.decode(stream)
    const { text, tokens, timestamps } = this.#recognizer.getResult(stream)
    return { text, tokens, timestamps }
  }
}
