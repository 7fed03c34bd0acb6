import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Pixels } from '../../pixels/pixels.ts'
import type { GraphModel, Tensor, TensorRuntime } from './tensor-types.ts'

// The package is CommonJS whose named exports Node cannot detect.
const require = createRequire(import.meta.url)

let runtime: Promise<TensorRuntime> | undefined

/** The one runtime of this process, on its WASM backend. */
export function loadTensorRuntime(): Promise<TensorRuntime> {
  runtime ??= start()
  return runtime
}

/** A graph model as it is stored. */
export interface StoredModel {
  /** `model.json`. */
  readonly description: {
    readonly modelTopology: unknown
    readonly weightsManifest: readonly { readonly weights: readonly unknown[] }[]
  }
  /** The weights of all its shards, end to end. */
  readonly weights: Uint8Array
}

/** Makes a stored model ready to run. */
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

/** Pixels as a model takes them: `[1, height, width, 3]`, each channel from 0 to 255. */
export function pictureTensor(tf: TensorRuntime, { data, width, height }: Pixels): Tensor {
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
