import type { Engine } from './engine.ts'

/** Settings for detecting turns. */
export interface TurnDetectorSettings {
  /** Minimum speech probability of a frame, 0 to 1. Defaults to 0.5. */
  readonly threshold?: number | undefined
  /** Audio before the detected speech to include in the turn, in milliseconds. Defaults to 300. */
  readonly prefixPaddingMs?: number | undefined
  /** Silence that ends a turn, in milliseconds. Defaults to 500. */
  readonly silenceDurationMs?: number | undefined
}

/** Start or end of a turn. Positions are in samples at 16 kHz, from the first sample pushed. */
export type TurnEvent =
  /** `at` is the start of the turn's audio, including its padding. */
  | { readonly type: 'start'; readonly at: number }
  /** `at` is the end of the turn's audio, including the silence that ended it. */
  | { readonly type: 'stop'; readonly at: number }

/** Detects the turns of one speaker in live audio. */
export interface TurnDetector {
  /**
   * Processes 16 kHz mono audio in chunks of any length; the next chunk is pushed once the previous one is processed.
   *
   * @returns The events found: at once, or as a promise if another process detects them.
   */
  push(samples: Int16Array): readonly TurnEvent[] | Promise<readonly TurnEvent[]>
  /** Changes the settings for the audio that is pushed next. */
  configure(settings: TurnDetectorSettings): void
  /** Ends a turn without an event, for example after the audio was committed manually. */
  reset(): void
  close(): void
}

/** Engine that detects when a speaker starts and stops speaking. */
export interface TurnDetectionEngine extends Engine {
  /** Creates a detector for the audio of one speaker. */
  createDetector(settings?: TurnDetectorSettings): Promise<TurnDetector>
}
