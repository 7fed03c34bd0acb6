import { basename } from 'node:path'
import type { EmbeddingEngine, ModerationEngine, VisionEngine } from '@mira/engine'
import { sortByPrecision } from '../models/choose-files.ts'
import { parseHubSource } from '../models/model-source.ts'
import { isInstalled } from './engine-packages.ts'
import type { ModelFiles } from './model-files.ts'

/** Loads an embedding model in the ONNX format. */
export async function loadOnnxEmbeddings(files: ModelFiles): Promise<EmbeddingEngine> {
  const { openTransformersEmbeddingEngine } = await import('@mira/engine/transformers')
  return openTransformersEmbeddingEngine(describeModel(files, 'embeddings'))
}

/** Loads a text classifier in the ONNX format, whose labels are moderation categories. */
export async function loadOnnxModeration(files: ModelFiles): Promise<ModerationEngine> {
  const { openTransformersModerationEngine } = await import('@mira/engine/transformers')
  return openTransformersModerationEngine(describeModel(files, 'moderation'))
}

/** Loads a zero-shot detector in the ONNX format. The local engine, if installed, reads text and answers questions. */
export async function loadOnnxVision(files: ModelFiles): Promise<VisionEngine> {
  const { openTransformersVisionEngine } = await import('@mira/engine/transformers')
  const others = isInstalled('@mira/engine-vision')
    ? (await import('@mira/engine-vision')).createLocalVisionEngine()
    : undefined
  return openTransformersVisionEngine({ ...describeModel(files, 'vision'), others })
}

function describeModel({ paths, origin }: ModelFiles, capability: string) {
  // A snapshot of a hub is named by its commit, which is no name for a model.
  const model = parseHubSource(origin.source)?.repository.split('/')[1]
  return { modelPath: findGraph(paths, capability), origin, ...(model === undefined ? {} : { model }) }
}

/** Returns the ONNX file of a model: the usual one, in the preferred precision, or the only one. */
function findGraph(paths: readonly string[], capability: string): string {
  const graphs = sortByPrecision(paths.filter((path) => path.endsWith('.onnx')))
  const usual = graphs.filter((path) => /^model[._]/.test(basename(path)))
  const file = usual[0] ?? (graphs.length === 1 ? graphs[0] : undefined)
  if (file !== undefined) return file
  if (graphs.length === 0) throw new RangeError(`${capability} runs ONNX files; ${paths[0]} is not one`)
  const names = graphs.map((path) => basename(path)).join(', ')
  throw new RangeError(`${capability} runs models of one ONNX file; name it among ${names}`)
}
