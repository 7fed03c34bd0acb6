/** How turns are told apart. */
export interface TurnDetectorSettings {
  /** 0 to 1: how sure it must be that a frame is speech (default 0.5). */
  readonly threshold?: number | undefined
  /** Sound before the first speech that belongs to the turn (default 300). */
  readonly prefixPaddingMs?: number | undefined
  /** Silence that ends a turn (default 500). */
  readonly silenceDurationMs?: number | undefined
}

/** Where a turn begins or ends, in samples at 16 kHz since the first that was pushed. */
export type TurnEvent =
  /** `at` is where the sound of the turn begins, with its padding. */
  | { readonly type: 'start'; readonly at: number }
  /** `at` is where the sound of the turn ends, with the silence that ended it. */
  | { readonly type: 'stop'; readonly at: number }

/** Finds the turns of one speaker in live sound. */
export interface TurnDetector {
  /** Whether a turn has begun and not ended. */
  readonly isSpeaking: boolean
  /** Takes 16 kHz mono sound in pieces of any length. */
  push(samples: Int16Array): TurnEvent[]
  configure(settings: TurnDetectorSettings): void
  /** Ends a turn without an event, as when the sound was taken by hand. */
  reset(): void
  close(): void
}
