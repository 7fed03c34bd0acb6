import { basename } from 'node:path'
import type { ModelOrigin } from '@mira/engine'
import type { EngineWorkerOptions } from '@mira/engine/worker'

/** Options common to the engines that run a model with sherpa-onnx. */
export interface SherpaEngineOptions {
  /**
   * Paths of the model's files: its graphs with their tokens, voices and data, as the directory of a model of sherpa-onnx
   * has them. Files that the model does not need are ignored.
   */
  readonly files: readonly string[]
  /**
   * Name of the model. Defaults to that of the origin, else of the directory. Languages in it, as in
   * `sherpa-onnx-zipformer-ru-2024-09-18`, count if the files state none.
   */
  readonly model?: string | undefined
  /** Number of threads. Defaults to half of the cores. */
  readonly threads?: number | undefined
  /** Origin of the files, for `/v1/models`. */
  readonly origin?: ModelOrigin | undefined
  /**
   * Limits of the process that runs the model.
   *
   * @defaultValue 120 s per utterance or sentence, and memory of three times the files and 1 GiB.
   */
  readonly worker?: EngineWorkerOptions | undefined
}

/** Returns the name of a model: `sherpa-onnx-whisper-tiny` of `hf:owner/sherpa-onnx-whisper-tiny:int8@main`. */
export function nameOfModel({ model, origin }: SherpaEngineOptions, directory: string): string {
  const source = origin?.source.replace(/@[^/\\]*$/, '').replace(/:[\w.-]+$/, '')
  return model ?? basename(source ?? directory)
}
