import type { EngineCallOptions } from './engine.ts'

/** Progress of a long-running call. */
export interface EngineProgress {
  /** Fraction done, 0 to 1. Never decreases within a call. */
  readonly fraction: number
  /** Current stage in the engine's terms, such as `composing` or `encoding`. */
  readonly stage: string
}

/** Options for long-running calls. */
export interface LongCallOptions extends EngineCallOptions {
  /** Called with the progress, at most a few times per second. */
  readonly onProgress?: ((progress: EngineProgress) => void) | undefined
}
