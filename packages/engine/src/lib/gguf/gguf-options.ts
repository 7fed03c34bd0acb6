import type { ModelOrigin } from '../engine.ts'
import type { EngineWorkerOptions } from '../worker/worker-options.ts'

/** Location of a model and its resource limits. */
export interface GgufModelOptions {
  /** Path to the GGUF file. */
  readonly modelPath: string
  /** Context window for prompt and response, in tokens. Defaults to the model's training context, at most 8 192. */
  readonly contextSize?: number | undefined
  /**
   * Number of CPU threads. Defaults to half of the cores: the threads of llama.cpp wait for one another in busy loops, so on
   * a machine with other work more of them take a hundred times longer.
   */
  readonly threads?: number | undefined
}

/** Options common to all engines on a GGUF file. */
export interface GgufEngineOptions extends GgufModelOptions {
  /** Model ID. Defaults to the file name without `.gguf`. */
  readonly model?: string | undefined
  /** Origin of the file, for `/v1/models`. */
  readonly origin?: ModelOrigin | undefined
  /** Limits of the process that runs the model. */
  readonly worker?: EngineWorkerOptions | undefined
}
