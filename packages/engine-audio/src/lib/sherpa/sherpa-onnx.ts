import { importPeer } from '@mira/engine/internal'

/** Result of a recognizer. Lists are empty for models without times. */
export interface RecognitionResult {
  readonly text: string
  /** Language that the model detected, such as `en` or `<|en|>`; empty if it detects none. */
  readonly lang?: string | undefined
  /** Parts of words; the first part of a word begins with a space. */
  readonly tokens?: readonly string[] | undefined
  /** Start of each token, in seconds. */
  readonly timestamps?: readonly number[] | undefined
  /** Length of each token, in seconds. */
  readonly durations?: readonly number[] | undefined
  /** Logarithm of the probability of each token. */
  readonly ys_log_probs?: readonly number[] | undefined
}

/** Audio of a recognizer. */
export interface RecognizerStream {
  acceptWaveform(audio: { readonly samples: Float32Array; readonly sampleRate: number }): void
}

/** Recognizer of sherpa-onnx for complete utterances. */
export interface SherpaRecognizer {
  createStream(): RecognizerStream
  decodeAsync(stream: RecognizerStream): Promise<RecognitionResult>
  setConfig(config: object): void
}

/** Audio of a recognizer for streams. */
export interface OnlineStream extends RecognizerStream {
  /** Marks the end of the audio. */
  inputFinished(): void
}

/** Recognizer of sherpa-onnx for audio that is still going on. */
export interface SherpaOnlineRecognizer {
  createStream(): OnlineStream
  /** Whether the stream holds enough audio for another step. */
  isReady(stream: OnlineStream): boolean
  decode(stream: OnlineStream): void
  getResult(stream: OnlineStream): RecognitionResult
}

/** Synthesizer of sherpa-onnx. */
export interface SherpaSynthesizer {
  readonly numSpeakers: number
  readonly sampleRate: number
  generateAsync(request: {
    readonly text: string
    readonly sid: number
    readonly speed: number
    readonly enableExternalBuffer: boolean
    readonly onProgress: () => boolean
  }): Promise<{ readonly samples: Float32Array; readonly sampleRate: number }>
}

/** Voice activity detector of sherpa-onnx, for one speaker. */
export interface SherpaVoiceActivity {
  acceptWaveform(samples: Float32Array): void
  /** Whether the last samples were speech. */
  isDetected(): boolean
  /** Whether no segment of speech has ended; segments are kept until they are removed. */
  isEmpty(): boolean
  /** Removes the first segment. */
  pop(): void
  reset(): void
}

/** Punctuation model of sherpa-onnx. */
export interface SherpaPunctuation {
  addPunct(text: string): string
}

/** Parts of sherpa-onnx-node that the engines use; the package has no declarations. */
export interface SherpaModule {
  readonly OfflineRecognizer: { createAsync(config: object): Promise<SherpaRecognizer> }
  readonly OnlineRecognizer: new (config: object) => SherpaOnlineRecognizer
  readonly OfflineTts: { createAsync(config: object): Promise<SherpaSynthesizer> }
  readonly Vad: new (config: object, bufferSeconds: number) => SherpaVoiceActivity
  readonly OfflinePunctuation: new (config: object) => SherpaPunctuation
  readonly OnlinePunctuation: new (config: object) => SherpaPunctuation
}

/**
 * Imports the optional peer dependency sherpa-onnx-node, which runs speech models in the ONNX format.
 *
 * @throws {EngineUnavailableError} with installation instructions when it is not installed.
 */
export async function loadSherpa(
  // @ts-expect-error: the package has no declarations.
  load: () => Promise<unknown> = () => import('sherpa-onnx-node'),
): Promise<SherpaModule> {
  const module = await importPeer(load, {
    name: 'sherpa-onnx-node',
    use: 'A speech model in the ONNX format runs through sherpa-onnx-node',
    failure: 'could not be loaded: it has no binary for this system, or npm skipped it as an optional dependency',
  })
  return (module as { readonly default: SherpaModule }).default
}
