/** How far a long piece of work is. */
export interface EngineProgress {
  /** 0 to 1; never goes back within one call. */
  readonly fraction: number
  /** What is being done, in the engine's own words, such as `composing` or `encoding`. */
  readonly stage: string
}

/** Options of a call that takes long. */
export interface LongCallOptions {
  /** Ends the work at once; the call then rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** Told how far the work is, at most a few times a second. */
  readonly onProgress?: ((progress: EngineProgress) => void) | undefined
}
