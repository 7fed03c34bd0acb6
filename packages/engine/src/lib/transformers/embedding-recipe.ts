import { join } from 'node:path'
import { isRecord } from '../is-record.ts'
import { type ModelDirectory, readModelJson, readModelList, unusable } from './model-directory.ts'
import { type Pooling, readPooling } from './pooling.ts'

/** How a model makes vectors of texts, as its files say. */
export interface EmbeddingRecipe {
  readonly pooling: Pooling
  /** Whether the model's files name the pooling. */
  readonly isStated: boolean
  /** Text that the model expects before each input. */
  readonly prefix: string
  /** Whether layers follow the pooling, which only an ONNX file with pooled vectors contains. */
  readonly hasLayersAfter: boolean
}

/** Models whose vector is that of their first token. Repositories with their ONNX files often lack the file that says so. */
const clsModels = /\bbge-|mxbai-embed|arctic-embed|\bgte-\S*(?:v1\.5|multilingual|modernbert)/i

/**
 * Reads how a model makes vectors of texts: the files of Sentence Transformers, if there are any, or the mean of the tokens.
 *
 * @throws {EngineUnavailableError} for a pooling that is not supported.
 */
export async function readEmbeddingRecipe(directory: ModelDirectory): Promise<EmbeddingRecipe> {
  const modules = (await readModelList(directory, 'modules.json')).filter(isRecord)
  const typeOf = (module: Readonly<Record<string, unknown>>) => String(module.type).split('.').at(-1)
  const folder = modules.find((module) => typeOf(module) === 'Pooling')?.path ?? '1_Pooling'
  const name = join(String(folder), 'config.json')
  const config = await readModelJson(directory, name)
  const pooling = config === undefined ? defaultPooling(directory) : readPooling(config)
  if (pooling === undefined) throw unusable(join(directory.path, name), 'its pooling is not supported')
  const hasLayersAfter = modules.some((module) => !['Transformer', 'Pooling', 'Normalize'].includes(typeOf(module)!))
  return { pooling, isStated: config !== undefined, prefix: await readPrefix(directory), hasLayersAfter }
}

function defaultPooling({ path, config }: ModelDirectory): Pooling {
  return clsModels.test(`${config._name_or_path} ${path}`) ? 'cls' : 'mean'
}

/** Returns the prompt that Sentence Transformers uses by default; most models have none. */
async function readPrefix(directory: ModelDirectory): Promise<string> {
  const { prompts, default_prompt_name: name } =
    (await readModelJson(directory, 'config_sentence_transformers.json')) ?? {}
  const prompt = isRecord(prompts) && typeof name === 'string' ? prompts[name] : undefined
  return typeof prompt === 'string' ? prompt : ''
}
