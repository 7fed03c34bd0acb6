import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { registerModKernel } from './mod-kernel.ts'
import type { GraphModel, TensorRuntime } from './tensor-types.ts'

// The package is CommonJS whose named exports Node cannot detect.
const require = createRequire(import.meta.url)

let runtime: Promise<TensorRuntime> | undefined

/** The one runtime of this thread, on its WASM backend. */
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

/** A model of `@vladmandic/human`, by the name of its file. */
export async function loadHumanModel(name: 'centernet' | 'blazeface'): Promise<GraphModel> {
  // The package does not export its `package.json`; its entry lies in `dist`.
  const folder = join(dirname(require.resolve('@vladmandic/human')), '../models')
  const [json, weights] = await Promise.all([
    readFile(join(folder, `${name}.json`), 'utf8'),
    readFile(join(folder, `${name}.bin`)),
  ])
  return loadModel({ description: JSON.parse(json), weights })
}

async function start(): Promise<TensorRuntime> {
  const entry = require.resolve('@energetic-ai/core')
  const tf: TensorRuntime = require(entry)
  registerModKernel(tf)
  tf.setWasmPaths(`${dirname(entry)}/`)
  await tf.setBackend('wasm')
  return tf
}
