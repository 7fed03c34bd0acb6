import { importPeer } from '../import-peer.ts'

/** Numbers of a model's input or output. */
export interface ModelTensor {
  readonly dims: readonly number[]
  readonly data: ArrayLike<number> | BigInt64Array
}

/** Tokenizer of a model. Truncates nothing unless asked to. */
export interface ModelTokenizer {
  (
    text: string,
    options: { readonly truncation: boolean },
  ): Readonly<Record<string, ModelTensor>> & {
    readonly input_ids: ModelTensor
  }
  /** Largest number of tokens. Absent or huge if the tokenizer does not limit it. */
  readonly model_max_length?: number
}

/** Loaded model. */
export interface LoadedModel {
  (inputs: Readonly<Record<string, ModelTensor>>): Promise<Readonly<Record<string, ModelTensor>>>
  readonly config: Readonly<Record<string, unknown>>
}

/** Decoded image. */
export interface RawImage {
  rgb(): RawImage
}

/** Object found by a detector. The box has fractions of the width and height. */
export interface FoundObject {
  readonly score: number
  readonly label: string
  readonly box: { readonly xmin: number; readonly ymin: number; readonly xmax: number; readonly ymax: number }
}

/** Pipeline that finds what texts name in an image. */
export type ZeroShotDetector = (
  image: RawImage,
  labels: readonly string[],
  options: { readonly threshold: number; readonly top_k: number; readonly percentage: true },
) => Promise<readonly FoundObject[]>

/** Options that select the files of a model in its directory. */
export interface LoadModelOptions {
  readonly local_files_only: true
  readonly device: 'cpu'
  /** Always `fp32`: it adds no suffix to the file name, which names the precision already. */
  readonly dtype: 'fp32'
  readonly subfolder: string
  readonly model_file_name: string
  readonly session_options: { readonly intraOpNumThreads: number; readonly interOpNumThreads: number }
}

interface FromPretrained<Loaded, Options> {
  from_pretrained(directory: string, options: Options): Promise<Loaded>
}

/** The part of `@huggingface/transformers` that the engines use. Its own types would be needed to compile this package. */
export interface TransformersModule {
  readonly env: {
    allowRemoteModels: boolean
    useBrowserCache: boolean
    useFSCache: boolean
    useWasmCache: boolean
    logLevel: number
    fetch: (...args: readonly unknown[]) => Promise<never>
  }
  readonly LogLevel: { readonly NONE: number }
  readonly AutoTokenizer: FromPretrained<ModelTokenizer, { readonly local_files_only: true }>
  readonly AutoModel: FromPretrained<LoadedModel, LoadModelOptions>
  readonly AutoModelForSequenceClassification: FromPretrained<LoadedModel, LoadModelOptions>
  readonly RawImage: { fromBlob(blob: Blob): Promise<RawImage> }
  pipeline(task: 'zero-shot-object-detection', directory: string, options: LoadModelOptions): Promise<ZeroShotDetector>
}

// A constant would make the compiler look for the types of the package, which is not installed.
const peer: string = '@huggingface/transformers'

/**
 * Imports the optional peer dependency @huggingface/transformers, which runs ONNX models, and keeps it off the network.
 *
 * @throws {EngineUnavailableError} with installation instructions when it is not installed.
 */
export async function loadTransformers(load: () => Promise<unknown> = () => import(peer)): Promise<TransformersModule> {
  const use = `An ONNX model runs through the package ${peer}`
  return (await importPeer(async () => configure(await load()), { name: peer, use })) as TransformersModule
}

function configure(loaded: unknown): TransformersModule {
  const module = loaded as TransformersModule
  // Downloads are explicit. By default, the package would fetch missing files during any call.
  module.env.allowRemoteModels = false
  module.env.useBrowserCache = false
  module.env.useFSCache = false
  module.env.useWasmCache = false
  module.env.fetch = (url) => Promise.reject(new Error(`${url} was requested, and engines do not use the network`))
  module.env.logLevel = module.LogLevel.NONE
  return module
}
