import { languagesOfName, undetermined } from './languages.ts'
import { checkComplete, type ModelFiles, stemOf } from './model-files.ts'
import { readOnnxMetadata } from './onnx-metadata.ts'

/** Punctuation model, as its files describe it. */
export interface PunctuationModel {
  /** Kind of model, such as `CT-Transformer`. */
  readonly family: string
  /** Configuration of sherpa-onnx, without threads. */
  readonly config: Readonly<Record<string, unknown>>
  /** Whether the model writes capital letters, too. */
  readonly hasCase: boolean
  /** BCP 47 tags; `und` alone if unknown. */
  readonly languages: readonly string[]
  /** Files of the model. */
  readonly paths: readonly string[]
}

/** Metadata that sherpa-onnx reads from a CT-Transformer, and from a model that writes capital letters. */
const transformerKeys = ['vocab_size', 'punctuations', 'unk_symbol']
const casedKeys = ['COMMA', 'PERIOD', 'QUESTION', 'UPPER', 'CAP', 'MIX_CASE']

/**
 * Recognizes the family of a punctuation model by the metadata of its graph.
 *
 * @param name - Name of the model, which states its languages.
 * @throws {RangeError} in one sentence for files that are incomplete, damaged or of another kind.
 */
export async function findPunctuationModel(files: ModelFiles, name: string): Promise<PunctuationModel> {
  const [graph, ...others] = files.graphs
  if (graph === undefined) throw new RangeError('punctuation runs ONNX models; there is no .onnx file among the files')
  if (others.length > 0) {
    const names = files.graphs.map(stemOf).join(', ')
    throw new RangeError(`punctuation needs one model; there are ${names}: name the file`)
  }
  const metadata = await readOnnxMetadata(graph)
  const hasAll = (keys: readonly string[]) => keys.every((key) => metadata.has(key))
  const found = languagesOfName(name)
  const languages = found.length > 0 ? found : [undetermined]
  if (hasAll(transformerKeys)) {
    const config = { ctTransformer: graph }
    return { family: 'CT-Transformer', config, hasCase: false, languages, paths: [graph] }
  }
  if (hasAll(casedKeys)) {
    const vocabulary = files.named(/\.vocab$/)[0]
    checkComplete('CNN-BiLSTM', { 'bpe.vocab': vocabulary })
    const config = { cnnBilstm: graph, bpeVocab: vocabulary }
    return { family: 'CNN-BiLSTM', config, hasCase: true, languages, paths: [graph, vocabulary!] }
  }
  const type = metadata.get('model_type')
  const kind = type === undefined ? 'has no metadata of a punctuation model' : `is of the type ${type}`
  throw new RangeError(`The model ${kind}; punctuation runs CT-Transformer or CNN-BiLSTM, in the form of sherpa-onnx`)
}
