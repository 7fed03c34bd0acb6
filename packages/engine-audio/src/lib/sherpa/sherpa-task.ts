import type { SpeechFormat, TurnDetectorSettings, TurnEvent } from '@mira/engine'
import type { Utterance } from '../transcription/split-utterances.ts'
import type { RecognitionResult } from './sherpa-onnx.ts'
import type { SpeechModel } from './speech-model.ts'
import type { TranscriptionModel } from './transcription-model.ts'

/** Model that a process runs. */
export type SherpaModel =
  | { readonly kind: 'transcription'; readonly model: Pick<TranscriptionModel, 'config' | 'languageField'> }
  | { readonly kind: 'speech'; readonly model: Pick<SpeechModel, 'config'> }
  | { readonly kind: 'turn-detection'; readonly model: Pick<SpeechModel, 'config'> }

/** Settings of a process. */
export interface SherpaWorkerData {
  readonly threads: number
  readonly loads: SherpaModel
}

/** Sentence to speak. */
export interface SentenceTask {
  readonly kind: 'speak'
  readonly text: string
  /** Whether dates, sums and units are written in English words first. */
  readonly isEnglish: boolean
  readonly speaker: number
  readonly speed: number
  readonly format: SpeechFormat
  readonly sampleRate: number
  readonly isFirst: boolean
}

/** Audio of one speaker, in which turns are detected. */
export interface DetectTask {
  readonly kind: 'detect'
  /** Number of the detector. */
  readonly detector: number
  /** Position of the first sample. */
  readonly position: number
  readonly samples: Int16Array
  readonly settings: TurnDetectorSettings
  /** Whether a turn in progress ends without an event first. */
  readonly isReset: boolean
}

/** Task of the process that runs a model: at most one utterance or sentence, so that callers take fair turns. */
export type SherpaTask =
  /** Loads the model. */
  | { readonly kind: 'load' }
  /** Splits a recording at pauses. */
  | { readonly kind: 'segment'; readonly samples: Int16Array }
  | { readonly kind: 'recognize'; readonly samples: Int16Array; readonly language: string }
  /** Splits a text into sentences. */
  | { readonly kind: 'split'; readonly text: string }
  | SentenceTask
  | DetectTask
  /** Releases a detector. */
  | { readonly kind: 'release'; readonly detector: number }

/** Results by kind of task. */
export interface SherpaResults {
  readonly load: { readonly speakers: number }
  readonly segment: readonly Utterance[]
  readonly recognize: RecognitionResult
  readonly split: readonly string[]
  readonly detect: readonly TurnEvent[]
  readonly release: undefined
  readonly speak: { readonly audio: Uint8Array; readonly durationSeconds: number }
}
