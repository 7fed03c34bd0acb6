import type { Voice } from '@mira/engine'
import { languagesOfMetadata } from './languages.ts'
import { checkComplete, type ModelFiles, stemOf } from './model-files.ts'
import { readOnnxMetadata } from './onnx-metadata.ts'

/** Voice of a model. */
export interface SherpaVoice extends Voice {
  /** Number of the speaker in the model. */
  readonly speaker: number
}

/** Speech synthesis model, as its files describe it. */
export interface SpeechModel {
  /** Kind of model, such as `Kokoro`. */
  readonly family: string
  /** Configuration of sherpa-onnx, without threads. */
  readonly config: Readonly<Record<string, unknown>>
  readonly voices: readonly SherpaVoice[]
  /** Files of the model. */
  readonly paths: readonly string[]
}

type Metadata = ReadonlyMap<string, string>
type Needed = Readonly<Record<string, string | undefined>>

/**
 * Languages of Kokoro's voices by the first letter of their names. Others, such as French, need another setting of the
 * whole model, and Japanese needs a reading that sherpa-onnx does not have.
 */
const kokoroLanguages: Readonly<Record<string, string>> = { a: 'en-US', b: 'en-GB', z: 'zh' }

/**
 * Recognizes the family of a speech synthesis model by the names of its files and their metadata: Kokoro, KittenTTS,
 * Matcha, or VITS, such as Piper.
 *
 * @param name - Name of the model, for its voices if they have none.
 * @throws {RangeError} in one sentence for files that are incomplete, damaged or of another kind.
 */
export async function findSpeechModel(files: ModelFiles, name: string): Promise<SpeechModel> {
  const vocoder = files.graph(/vocos|hifigan|vocoder/)
  const [graph, ...others] = files.graphs.filter((path) => path !== vocoder)
  if (graph === undefined) throw new RangeError('speech runs ONNX models; there is no .onnx file among the files')
  if (others.length > 0) {
    const names = [graph, ...others].map(stemOf).join(', ')
    throw new RangeError(`speech needs the files of one model; there are ${names}`)
  }
  const metadata = await readOnnxMetadata(graph)
  const find = familyOf(files, metadata)
  return find({ files, graph, vocoder, metadata, name })
}

/** Files of a model and its properties. */
interface Found {
  readonly files: ModelFiles
  readonly graph: string
  readonly vocoder: string | undefined
  readonly metadata: Metadata
  readonly name: string
}

function familyOf(files: ModelFiles, metadata: Metadata): (found: Found) => Promise<SpeechModel> {
  const type = metadata.get('model_type') ?? ''
  if (/kitten/i.test(type)) return toKitten
  if (/kokoro/i.test(type) || metadata.has('style_dim')) return toKokoro
  if (/matcha/i.test(type)) return toMatcha
  if (/vits/i.test(type) || metadata.has('n_speakers')) return toVits
  if (files.named(/\.onnx\.json$/).length > 0) {
    throw new RangeError(
      'The model is a voice of Piper without the metadata and tokens.txt of sherpa-onnx; choose the same voice converted for sherpa-onnx (its name begins with vits-piper)',
    )
  }
  const found = type === '' ? 'has no metadata of sherpa-onnx' : `is of the type ${type}`
  throw new RangeError(
    `The model ${found}; speech runs Kokoro, KittenTTS, Matcha or VITS (Piper), in the form of sherpa-onnx`,
  )
}

async function toKokoro(found: Found): Promise<SpeechModel> {
  const { files, graph: model } = found
  const { tokens, voices, dataDir } = commonFiles(files)
  checkComplete('Kokoro', { 'tokens.txt': tokens, 'voices.bin': voices, 'espeak-ng-data': dataDir })
  const lexicons = files.named(/^lexicon.*\.txt$/).filter((path) => !/-gb-/.test(path))
  const lexicon = lexicons.join(',')
  const speakers = namedSpeakers(found)
  const spoken = speakers.filter(({ id }) => kokoroLanguages[id[0] ?? ''] !== undefined)
  const list = (spoken.length > 0 ? spoken : speakers).map((voice) => {
    const language = kokoroLanguages[voice.id[0] ?? '']
    return language === undefined ? voice : { ...voice, languages: [language] }
  })
  const config = { kokoro: { model, voices, tokens, dataDir, ...(lexicon !== '' && { lexicon }) } }
  return { family: 'Kokoro', config: withRules(files, config), voices: list, paths: [model, voices!] }
}

async function toKitten(found: Found): Promise<SpeechModel> {
  const { files, graph: model } = found
  const { tokens, voices, dataDir } = commonFiles(files)
  checkComplete('KittenTTS', { 'tokens.txt': tokens, 'voices.bin': voices, 'espeak-ng-data': dataDir })
  const config = { kitten: { model, voices, tokens, dataDir } }
  return { family: 'KittenTTS', config: { model: config }, voices: namedSpeakers(found), paths: [model, voices!] }
}

async function toMatcha(found: Found): Promise<SpeechModel> {
  const { files, graph: acousticModel, vocoder } = found
  const { tokens, dataDir, lexicon } = commonFiles(files)
  checkComplete('Matcha', {
    'tokens.txt': tokens,
    'vocoder (vocos-22khz-univ.onnx)': vocoder,
    'espeak-ng-data or lexicon.txt': dataDir ?? lexicon,
  })
  await readOnnxMetadata(vocoder!)
  const config = { matcha: { acousticModel, vocoder, tokens, ...reading(dataDir, lexicon) } }
  const paths = [acousticModel, vocoder!]
  return { family: 'Matcha', config: withRules(files, config), voices: namedSpeakers(found), paths }
}

async function toVits(found: Found): Promise<SpeechModel> {
  const { files, graph: model, metadata } = found
  const { tokens, dataDir, lexicon } = commonFiles(files)
  const needsData = metadata.get('comment') === 'piper' || metadata.get('has_espeak') === '1'
  const isSpelled = metadata.get('frontend') === 'characters'
  checkComplete('VITS', {
    'tokens.txt': tokens,
    ...(needsData && { 'espeak-ng-data': dataDir }),
    ...(!needsData && !isSpelled && { 'lexicon.txt': lexicon ?? dataDir }),
  })
  const config = { vits: { model, tokens, ...reading(dataDir, lexicon) } }
  return { family: 'VITS', config: withRules(files, config), voices: namedSpeakers(found), paths: [model] }
}

function commonFiles(files: ModelFiles) {
  return {
    tokens: files.tokens,
    voices: files.named(/^voices\.bin$/)[0],
    lexicon: files.named(/^lexicon\.txt$/)[0],
    dataDir: files.espeakData,
  }
}

function reading(dataDir: string | undefined, lexicon: string | undefined): Needed {
  return { ...(dataDir !== undefined && { dataDir }), ...(lexicon !== undefined && { lexicon }) }
}

/** Adds the rules that read dates and numbers, for models that have them. */
function withRules(files: ModelFiles, model: Readonly<Record<string, unknown>>): SpeechModel['config'] {
  const rules = files.named(/\.fst$/)
  return { model, ...(rules.length > 0 && { ruleFsts: rules.join(',') }) }
}

/** Lists the speakers of a model: by their names in the metadata, else by number. */
function namedSpeakers({ metadata, graph, name }: Found): SherpaVoice[] {
  const count = Math.max(1, Number.parseInt(metadata.get('n_speakers') ?? '1', 10) || 1)
  const names = metadata.get('speaker_names')?.split(',') ?? []
  const languages = languagesOfMetadata(metadata)
  const stem = stemOf(graph)
  const base = /^model/.test(stem) ? name : stem
  return Array.from({ length: count }, (_, speaker) => {
    const id = names[speaker]?.trim() || (count === 1 ? base : `${base}-${speaker}`)
    return { id, name: id, languages, ...describeSpeaker(id), speaker }
  })
}

/** Kokoro's names begin with language and gender, as in `af_bella`; those of KittenTTS end with the gender. */
function describeSpeaker(id: string): Pick<Voice, 'gender' | 'description'> {
  const letter = /^[a-z]([fm])(?:_|$)/.exec(id)?.[1] ?? /-([fm])$/.exec(id)?.[1]
  const gender = letter === 'm' ? 'male' : 'female'
  const known = letter === undefined ? ', whose gender the model does not state' : ''
  return { gender, description: `Neural voice of the model${known}` }
}
