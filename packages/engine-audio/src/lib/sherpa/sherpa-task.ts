import type { SpeechFormat, TurnDetectorSettings, TurnEvent } from '@mira/engine'
import type { Utterance } from '../transcription/split-utterances.ts'
import type { PunctuationModel } from './punctuation-model.ts'
import type { RecognitionResult } from './sherpa-onnx.ts'
import type { SpeechModel } from './speech-model.ts'
import type { TranscriptionModel } from './transcription-model.ts'

/** Model that a process runs. */
export type SherpaModel =
  | {
      readonly kind: 'transcription'
      readonly model: Pick<TranscriptionModel, 'config' | 'languageField' | 'chunkSeconds'>
    }
  | { readonly kind: 'speech'; readonly model: Pick<SpeechModel, 'config'> }
  | { readonly kind: 'turn-detection'; readonly model: Pick<SpeechModel, 'config'> }
  | { readonly kind: 'punctuation'; readonly model: Pick<PunctuationModel, 'config' | 'hasCase'> }

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

/** Audio of an utterance that may go on. */
export interface HearTask {
  readonly kind: 'hear'
  /** Number of the utterance. */
  readonly utterance: number
  /** Position of the first sample in the utterance. */
  readonly position: number
  readonly samples: Int16Array
  /** Whether the utterance ends with these samples. */
  readonly isLast: boolean
}

/** Task of the process that runs a model: at most one utterance or sentence, so that callers take fair turns. */
export type SherpaTask =
  /** Loads the model. */
  | { readonly kind: 'load' }
  /** Splits a recording at pauses. */
  | { readonly kind: 'segment'; readonly samples: Int16Array }
  | { readonly kind: 'recognize'; readonly samples: Int16Array; readonly language: string }
  | HearTask
  /** Splits a text into sentences. */
  | { readonly kind: 'split'; readonly text: string }
  | SentenceTask
  | DetectTask
  /** Adds punctuation to words. */
  | { readonly kind: 'punctuate'; readonly text: string }
  /** Releases a detector, or an utterance. */
  | { readonly kind: 'release'; readonly id: number }

/** Results by kind of task. */
export interface SherpaResults {
  readonly load: { readonly speakers: number }
  readonly segment: readonly Utterance[]
  readonly recognize: RecognitionResult
  /** `undefined` if the process does not have the audio before. */
  readonly hear: RecognitionResult | undefined
  readonly split: readonly string[]
  readonly detect: readonly TurnEvent[]
  readonly punctuate: string
  readonly release: undefined
  readonly speak: { readonly audio: Uint8Array; readonly durationSeconds: number }
}
