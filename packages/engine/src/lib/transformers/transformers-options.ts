import type { ModelOrigin } from '../engine.ts'
import type { EngineWorkerOptions } from '../worker/worker-options.ts'

/** Location of a model and its resource limits. */
export interface TransformersModelOptions {
  /**
   * Path to the ONNX file with the weights, such as `model/onnx/model_quantized.onnx`. `config.json` and `tokenizer.json` are
   * beside it, or in the directory above.
   */
  readonly modelPath: string
  /** Number of CPU threads. Defaults to half of the cores. */
  readonly threads?: number | undefined
}

/** Options common to all engines that run through `@huggingface/transformers`. */
export interface TransformersEngineOptions extends TransformersModelOptions {
  /** Model ID. Defaults to the name of the model's directory. */
  readonly model?: string | undefined
  /** Origin of the files, for `/v1/models`. */
  readonly origin?: ModelOrigin | undefined
  /** Limits of the process that runs the model. */
  readonly worker?: EngineWorkerOptions | undefined
}
