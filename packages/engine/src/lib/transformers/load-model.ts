import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { defaultThreads } from '../default-threads.ts'
import {
  type LoadedModel,
  type LoadModelOptions,
  loadTransformers,
  type ModelTensor,
  type ModelTokenizer,
  type TransformersModule,
} from './load-transformers.ts'
import { type ModelDirectory, openModelDirectory, unusable } from './model-directory.ts'
import { splitToFit, type TextPart } from './split-to-fit.ts'
import type { TransformersModelOptions } from './transformers-options.ts'

/** Files of a model, and what loads them. */
export interface ModelLoader {
  readonly module: TransformersModule
  readonly directory: ModelDirectory
  readonly options: LoadModelOptions
}

/** Text model with its tokenizer. */
export interface TextModel {
  readonly directory: ModelDirectory
  readonly tokenizer: ModelTokenizer
  readonly model: LoadedModel
  /** Largest number of tokens of a text. */
  readonly maxTokens: number
}

/** Models whose first positions stand for padding. */
const offsetModels = new Set(['roberta', 'xlm-roberta', 'xlm-roberta-xl', 'camembert', 'mpnet', 'longformer'])

/**
 * Imports the package and reads the configuration of a model.
 *
 * @throws {EngineUnavailableError} when the package is not installed or a file is missing.
 */
export async function openLoader({ modelPath, threads }: TransformersModelOptions): Promise<ModelLoader> {
  const directory = await openModelDirectory(modelPath)
  const module = await loadTransformers()
  const options: LoadModelOptions = {
    local_files_only: true,
    device: 'cpu',
    dtype: 'fp32',
    subfolder: directory.subfolder,
    model_file_name: directory.graph,
    session_options: {
      intraOpNumThreads: threads ?? defaultThreads(),
      interOpNumThreads: 1,
    },
  }
  return { module, directory, options }
}

/**
 * Loads a model and its tokenizer.
 *
 * @throws {EngineUnavailableError} for files that are missing or damaged.
 */
export async function loadTextModel(
  { module, directory, options }: ModelLoader,
  kind: 'AutoModel' | 'AutoModelForSequenceClassification',
): Promise<TextModel> {
  const file = join(directory.path, 'tokenizer.json')
  if (!existsSync(file)) throw unusable(file, 'it does not exist')
  const tokenizer = await explained(directory, 'tokenizer.json', () =>
    module.AutoTokenizer.from_pretrained(directory.path, { local_files_only: true }),
  )
  const model = await loadWeights(directory, () => module[kind].from_pretrained(directory.path, options))
  return { directory, tokenizer, model, maxTokens: readMaxTokens(directory, tokenizer) }
}

/** Loads weights, and explains a failure with the path of their file. */
export function loadWeights<Loaded>(directory: ModelDirectory, load: () => Promise<Loaded>): Promise<Loaded> {
  return explained(directory, join(directory.subfolder, `${directory.graph}.onnx`), load)
}

async function explained<Loaded>(
  directory: ModelDirectory,
  file: string,
  load: () => Promise<Loaded>,
): Promise<Loaded> {
  try {
    return await load()
  } catch (cause) {
    const [reason = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n')
    throw unusable(join(directory.path, file), reason, cause)
  }
}

function readMaxTokens({ config }: ModelDirectory, { model_max_length: stated }: ModelTokenizer): number {
  const positions = config.max_position_embeddings
  const offset = offsetModels.has(String(config.model_type)) ? 2 : 0
  const limits = [stated, typeof positions === 'number' ? positions - offset : undefined]
  return Math.min(...limits.filter((limit) => limit !== undefined && limit > 0).map(Number))
}

/** Encodes a text, in parts if it is longer than the model reads. */
export function encodeToFit(
  { tokenizer, maxTokens }: TextModel,
  text: string,
  prefix = '',
): readonly TextPart<Readonly<Record<string, ModelTensor>>>[] {
  return splitToFit(text, maxTokens, (part) => {
    const encoded = tokenizer(`${prefix}${part}`, { truncation: false })
    return { encoded, tokens: encoded.input_ids.dims.at(-1) ?? 0 }
  })
}
