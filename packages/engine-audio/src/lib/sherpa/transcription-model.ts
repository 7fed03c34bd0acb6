import { languagesOfMetadata, languagesOfName, undetermined } from './languages.ts'
import { checkComplete, type ModelFiles } from './model-files.ts'
import { readOnnxMetadata } from './onnx-metadata.ts'

/** Speech recognition model, as its files describe it. */
export interface TranscriptionModel {
  /** Kind of model, such as `Whisper`. */
  readonly family: string
  /** `modelConfig` of sherpa-onnx, without threads. */
  readonly config: Readonly<Record<string, unknown>>
  /** Field of the configuration that accepts a language; undefined for models without that setting. */
  readonly languageField?: 'whisper' | 'senseVoice' | undefined
  /** Audio that a streaming model reads at once, in seconds; undefined for models of complete utterances. */
  readonly chunkSeconds?: number | undefined
  /** Whether its tokens have times. */
  readonly hasWords: boolean
  /** BCP 47 tags; `und` alone if unknown. */
  readonly languages: readonly string[]
  /** Files of the model. */
  readonly paths: readonly string[]
}

type Metadata = ReadonlyMap<string, string>

/** Graphs of a model in several parts; undefined for those that it has not. */
interface Parts {
  readonly tokens: string | undefined
  readonly encoder: string | undefined
  readonly decoder: string | undefined
  readonly joiner: string | undefined
  readonly preprocessor: string | undefined
  readonly cachedDecoder: string | undefined
  readonly uncachedDecoder: string | undefined
  readonly mergedDecoder: string | undefined
}

/** Families of one graph: `model_type` of its metadata, and the field of the configuration. */
const singleGraphs: readonly (readonly [pattern: RegExp, field: string, family: string])[] = [
  [/^sense_voice/, 'senseVoice', 'SenseVoice'],
  [/^paraformer/, 'paraformer', 'Paraformer'],
  [/^EncDec/, 'nemoCtc', 'NeMo CTC'],
  [/^zipformer2?_ctc/, 'zipformerCtc', 'Zipformer CTC'],
  [/^wenet_ctc/, 'wenetCtc', 'WeNet CTC'],
  [/^dolphin/, 'dolphin', 'Dolphin'],
]

/** Families of one graph for streams: fields of its metadata, the field of the configuration, and the name. */
const streamingGraphs: readonly (readonly [pattern: RegExp, field: string, family: string])[] = [
  [/^t-one/, 'toneCtc', 'T-one'],
  [/^zipformer2/, 'zipformer2Ctc', 'streaming Zipformer CTC'],
  [/^EncDec/, 'nemoCtc', 'streaming NeMo CTC'],
]
const secondsPerFrame = 0.01
/** Audio that Paraformer reads at once, which its metadata do not state. */
const paraformerChunkSeconds = 0.61

/** Families whose tokens have no times. */
const untimed: ReadonlySet<string> = new Set(['Whisper', 'Moonshine'])

const kinds =
  'Whisper, Moonshine, a transducer, SenseVoice, Paraformer, T-one, or a CTC model of NeMo, Zipformer or WeNet'

/**
 * Recognizes the family of a speech recognition model by the names of its files and their metadata.
 *
 * @param name - Name of the model, which states its languages if its files do not.
 * @throws {RangeError} in one sentence for files that are incomplete, damaged or of another kind.
 */
export async function findTranscriptionModel(files: ModelFiles, name: string): Promise<TranscriptionModel> {
  const parts = findParts(files)
  const model = parts.encoder === undefined ? await findSingle(files, parts) : await findInParts(parts)
  if (model.languages.length > 0) return model
  const languages = languagesOfName(name)
  const isMoonshine = model.family === 'Moonshine' && languages.length === 0
  return { ...model, languages: isMoonshine ? ['en'] : languages.length > 0 ? languages : [undetermined] }
}

function findParts(files: ModelFiles): Parts {
  return {
    tokens: files.tokens,
    encoder: files.graph(/(?:^|[-_.])encode(?:r|$|[-_.])/),
    decoder: files.graph(/(?:^|(?<!cached)[-_.])decode(?:r|$|[-_.])(?!.*merged)/),
    joiner: files.graph(/(?:^|[-_.])join(?:er)?(?:$|[-_.])/),
    preprocessor: files.graph(/^preprocess/),
    cachedDecoder: files.graph(/^cached_decode/),
    uncachedDecoder: files.graph(/^uncached_decode/),
    mergedDecoder: files.graph(/decoder.*merged/),
  }
}

async function findInParts(parts: Parts): Promise<TranscriptionModel> {
  const { tokens, encoder, decoder, joiner, preprocessor, cachedDecoder, uncachedDecoder, mergedDecoder } = parts
  const metadata = await readOnnxMetadata(encoder!)
  const type = metadata.get('model_type') ?? ''
  if (preprocessor !== undefined || cachedDecoder !== undefined || uncachedDecoder !== undefined) {
    const moonshine = { preprocessor, encoder, uncachedDecoder, cachedDecoder }
    return build('Moonshine', { moonshine }, { tokens, preprocessor, encoder, uncachedDecoder, cachedDecoder })
  }
  if (mergedDecoder !== undefined) {
    const moonshine = { encoder, mergedDecoder }
    return build('Moonshine', { moonshine }, { tokens, encoder, mergedDecoder })
  }
  if (type.startsWith('whisper')) {
    // The library adds 10 s of silence. With 3 s, 5 of 36 short sentences lost their end or repeated it.
    const built = await build('Whisper', { whisper: { encoder, decoder } }, { tokens, encoder, decoder })
    return { ...built, languageField: 'whisper', languages: whisperLanguages(metadata) }
  }
  if (joiner !== undefined || /zipformer|conformer|lstm|EncDec/i.test(type)) {
    const chunkSeconds = readChunkSeconds(metadata)
    const family = chunkSeconds === undefined ? 'transducer' : 'streaming transducer'
    const needed = { tokens, encoder, decoder, joiner }
    return { ...(await build(family, { transducer: { encoder, decoder, joiner } }, needed)), chunkSeconds }
  }
  if (type === 'paraformer') {
    const built = await build(
      'streaming Paraformer',
      { paraformer: { encoder, decoder } },
      { tokens, encoder, decoder },
    )
    return { ...built, chunkSeconds: paraformerChunkSeconds }
  }
  throw unknownModel(type)
}

async function findSingle(files: ModelFiles, { tokens }: Parts): Promise<TranscriptionModel> {
  const [graph, ...others] = files.graphs.filter((path) => !/silero|vad/.test(path.slice(files.directory.length)))
  if (graph === undefined)
    throw new RangeError(`transcription runs ONNX models; there is no .onnx file among the files`)
  if (others.length > 0) throw unknownModel('')
  const metadata = await readOnnxMetadata(graph)
  const type = metadata.get('model_type') ?? ''
  const chunkSeconds = readChunkSeconds(metadata)
  const families = chunkSeconds === undefined ? singleGraphs : streamingGraphs
  const [, field, family] = families.find(([pattern]) => pattern.test(type)) ?? []
  if (field === undefined || family === undefined) throw unknownModel(type)
  const isSenseVoice = field === 'senseVoice'
  const config = { [field]: { model: graph, ...(isSenseVoice && { useInverseTextNormalization: 1 }) } }
  const built = await build(family, config, { tokens, model: graph })
  if (isSenseVoice) return { ...built, languageField: field, languages: ['zh', 'en', 'ja', 'ko', 'yue'] }
  const languages = languagesOfMetadata(metadata).filter((tag) => tag !== undetermined)
  return { ...built, chunkSeconds, languages }
}

/** Reads the length of a chunk from the metadata of an encoder; undefined if the model reads complete utterances. */
function readChunkSeconds(metadata: Metadata): number | undefined {
  if (metadata.has('frame_length_ms')) return Number(metadata.get('frame_length_ms')) / 1_000
  const isStreaming = metadata.has('decode_chunk_len') || metadata.has('chunk_shift')
  return isStreaming ? Number(metadata.get('T') ?? metadata.get('window_size')) * secondsPerFrame : undefined
}

/** Completes a model after checking that all its files are there and are ONNX files. */
async function build(
  family: string,
  config: Readonly<Record<string, unknown>>,
  needed: Readonly<Record<string, string | undefined>>,
): Promise<TranscriptionModel> {
  checkComplete(family, needed)
  const paths = Object.values(needed).filter((path) => path !== undefined)
  for (const path of paths) if (/\.(?:onnx|ort)$/.test(path)) await readOnnxMetadata(path)
  return { family, config: { ...config, tokens: needed.tokens }, hasWords: !untimed.has(family), languages: [], paths }
}

/** An English-only model has no list of languages. */
function whisperLanguages(metadata: Metadata): readonly string[] {
  if (metadata.get('is_multilingual') !== '1') return ['en']
  const codes = (metadata.get('all_language_codes') ?? '').split(',').filter((code) => code !== '')
  return codes.length === 0 ? [undetermined] : codes
}

function unknownModel(type: string): RangeError {
  const found = type === '' ? 'has no known type' : `is of the type ${type}`
  return new RangeError(`The model ${found}; transcription runs ${kinds}, in the form of sherpa-onnx`)
}
