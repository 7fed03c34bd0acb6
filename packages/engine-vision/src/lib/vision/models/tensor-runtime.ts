import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Pixels } from '../../pixels/pixels.ts'
import type { GraphModel, Tensor, TensorRuntime } from './tensor-types.ts'

// The package is CommonJS; Node cannot detect its named exports.
const require = createRequire(import.meta.url)

let runtime: Promise<TensorRuntime> | undefined

/** Loads the shared runtime of this process, with its WASM backend. */
export function loadTensorRuntime(): Promise<TensorRuntime> {
  runtime ??= start()
  return runtime
}

/** Stored graph model. */
export interface StoredModel {
  /** Content of `model.json`. */
  readonly description: {
    readonly modelTopology: unknown
    readonly weightsManifest: readonly { readonly weights: readonly unknown[] }[]
  }
  /** Concatenated weights of all shards. */
  readonly weights: Uint8Array
}

/** Loads a stored model. */
export async function loadModel({ description, weights }: StoredModel): Promise<GraphModel> {
  const artifacts = {
    modelTopology: description.modelTopology,
    weightSpecs: description.weightsManifest.flatMap((shard) => shard.weights),
    weightData: new Uint8Array(weights).buffer,
    format: 'graph-model' as const,
  }
  const tf = await loadTensorRuntime()
  return tf.loadGraphModel({ load: async () => artifacts })
}

/** Converts pixels to model input: `[1, height, width, 3]`, each channel from 0 to 255. */
export function imageTensor(tf: TensorRuntime, { data, width, height }: Pixels): Tensor {
  const values = new Float32Array(width * height * 3)
  for (let at = 0, from = 0; at < values.length; at += 3, from += 4) {
    values[at] = data[from] ?? 0
    values[at + 1] = data[from + 1] ?? 0
    values[at + 2] = data[from + 2] ?? 0
  }
  return tf.tensor4d(values, [1, height, width, 3])
}

async function start(): Promise<TensorRuntime> {
  const entry = require.resolve('@energetic-ai/core')
  const tf: TensorRuntime = require(entry)
  tf.setWasmPaths(`${dirname(entry)}/`)
  await tf.setBackend('wasm')
  return tf
}
