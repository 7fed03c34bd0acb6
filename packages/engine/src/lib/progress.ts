import type { EngineCallOptions } from './engine.ts'

/** How far a long piece of work is. */
export interface EngineProgress {
  /** 0 to 1; never goes back within one call. */
  readonly fraction: number
  /** What is being done, in the engine's own words, such as `composing` or `encoding`. */
  readonly stage: string
}

/** Options of a call that takes long. */
export interface LongCallOptions extends EngineCallOptions {
  /** Called with the progress, at most a few times a second. */
  readonly onProgress?: ((progress: EngineProgress) => void) | undefined
}
