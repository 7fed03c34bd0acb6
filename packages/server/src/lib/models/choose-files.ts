import type { HubFile } from './hub-model.ts'
import type { HubSource } from './model-source.ts'

/** Quantizations in order of preference: the usual compromise first, then the nearest ones. */
const preferredQuantizations = ['Q4_K_M', 'Q4_K_S', 'Q5_K_M', 'Q4_0', 'Q8_0', 'Q6_K', 'Q3_K_M', 'F16', 'BF16', 'F32']
/** Suffixes of ONNX files in order of preference. `q8` is also called `quantized`. */
const preferredPrecisions = ['q8', 'int8', 'fp32', 'fp16', 'q4', 'uint8', 'q4f16', 'bnb4']
const precisionPattern = /[._](quantized|q8|int8|uint8|fp16|q4|q4f16|bnb4|O[1-4]|qu?int8_\w+)\.onnx$/
const splitPattern = /-\d{5}-of-\d{5}\.gguf$/i
/** Files of a model that are needed beside its weights: configuration, vocabulary and voices. */
const companionPattern =
  /\.(?:json|txt|model|onnx_data|weights|bin|fst|yaml|dict|lexicon|vocab)$|(?:^|\/)tokens|(?:^|\/)espeak-ng-data\//
const otherWeightsPattern =
  /\.(?:gguf|safetensors|pt|pth|h5|msgpack|tflite|ot|onnx)$|pytorch_model|tf_model|flax_model|openvino/

/**
 * Chooses the files of a model that an engine needs: the named file, the GGUF file of one quantization with all its
 * parts, or the ONNX files of one precision with the model's configuration. A named ONNX file has its configuration too.
 *
 * @throws {RangeError} with the available choices.
 */
export function chooseFiles(files: readonly HubFile[], source: HubSource): readonly HubFile[] {
  if (source.file !== undefined) return chooseNamed(files, source.file)
  const ggufs = files.filter(({ path }) => /\.gguf$/i.test(path) && !/mmproj/i.test(path))
  if (ggufs.length > 0) return chooseQuantization(ggufs, source.quantization)
  const graphs = listGraphs(files)
  if (graphs.length > 0) return choosePrecision(files, graphs, source.quantization)
  throw new RangeError(`${source.repository} has no GGUF and no ONNX file, so no engine of this server can run it`)
}

function chooseNamed(files: readonly HubFile[], name: string): readonly HubFile[] {
  const file = files.find(({ path }) => path === name)
  if (file?.path.endsWith('.onnx')) return withCompanions(files, new Set([file]))
  if (file !== undefined) return withAllParts(files, file)
  const names = files.map(({ path }) => path).filter((path) => otherWeightsPattern.test(path))
  throw new RangeError(`No file ${name}; there are ${list(names)}`)
}

function chooseQuantization(ggufs: readonly HubFile[], wanted: string | undefined): readonly HubFile[] {
  // The first part stands for a model in several parts.
  const models = ggufs.filter(({ path }) => !splitPattern.test(path) || path.includes('-00001-of-'))
  const choices = wanted === undefined ? preferredQuantizations : [wanted]
  for (const choice of choices) {
    const pattern = new RegExp(`(?:^|[-_./])${choice.replaceAll('.', '\\.')}(?=[-_./])`, 'i')
    const matches = models.filter(({ path }) => pattern.test(path))
    if (matches[0] !== undefined && matches.length === 1) return withAllParts(ggufs, matches[0])
    if (matches.length > 1)
      throw new RangeError(`Several files match ${choice}: ${list(matches.map(({ path }) => path))}`)
  }
  if (wanted === undefined && models[0] !== undefined && models.length === 1) return withAllParts(ggufs, models[0])
  const paths = list(models.map(({ path }) => path))
  throw new RangeError(`${wanted === undefined ? 'Name a file' : `No file matches ${wanted}`}; there are ${paths}`)
}

function choosePrecision(
  files: readonly HubFile[],
  graphs: readonly HubFile[],
  wanted: string | undefined,
): readonly HubFile[] {
  const precisions = new Set(graphs.map(({ path }) => precisionOf(path)))
  const choices = wanted === undefined ? preferredPrecisions : [wanted === 'quantized' ? 'q8' : wanted]
  const precision = choices.find((choice) => precisions.has(choice))
  if (precision === undefined) throw new RangeError(`No ONNX file has ${wanted}; there are ${list([...precisions])}`)
  const chosen = graphs.filter(({ path }) => precisionOf(path) === precision)
  // A part that exists in one precision only, such as a small decoder, belongs to each of them.
  const others = graphs.filter(
    ({ path }) => !graphs.some((graph) => graph.path !== path && stemOf(graph.path) === stemOf(path)),
  )
  return withCompanions(files, new Set([...chosen, ...others]))
}

/** Lists the ONNX files; of a model that has none, the graphs in the format of ONNX Runtime. */
function listGraphs(files: readonly HubFile[]): readonly HubFile[] {
  const graphs = files.filter(({ path }) => path.endsWith('.onnx'))
  return graphs.length > 0 ? graphs : files.filter(({ path }) => path.endsWith('.ort'))
}

/** Returns graphs with their external weights and the configuration of the model. */
function withCompanions(files: readonly HubFile[], weights: ReadonlySet<HubFile>): readonly HubFile[] {
  const graphs = listGraphs(files)
  const isNeeded = ({ path }: HubFile) =>
    !otherWeightsPattern.test(path) && companionPattern.test(path) && !isDataOfOther(path, graphs, weights)
  return [...weights, ...files.filter(isNeeded)]
}

/** Sorts ONNX files by the preference of their precision. */
export function sortByPrecision(paths: readonly string[]): readonly string[] {
  const rankOf = (path: string) => {
    const rank = preferredPrecisions.indexOf(precisionOf(path))
    return rank < 0 ? preferredPrecisions.length : rank
  }
  return [...paths].sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
}

/**
 * Returns whether a file holds the external weights of a graph that was not chosen: `model.onnx_data` or, in models of
 * sherpa-onnx, `model.weights` of `model.onnx`.
 */
function isDataOfOther(path: string, graphs: readonly HubFile[], chosen: ReadonlySet<HubFile>): boolean {
  const graph = /^(.+\.onnx)_data(?:_\d+)?$/.exec(path)?.[1] ?? path.replace(/\.weights$/, '.onnx')
  return graphs.some((file) => file.path === graph && !chosen.has(file))
}

function precisionOf(path: string): string {
  const name = precisionPattern.exec(path)?.[1] ?? 'fp32'
  return name === 'quantized' ? 'q8' : name
}

function stemOf(path: string): string {
  return path.replace(precisionPattern, '.onnx')
}

function withAllParts(files: readonly HubFile[], file: HubFile): readonly HubFile[] {
  if (!splitPattern.test(file.path)) return [file]
  const stem = file.path.replace(splitPattern, '')
  return files.filter(({ path }) => splitPattern.test(path) && path.replace(splitPattern, '') === stem)
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 12)
  return `${shown.join(', ')}${names.length > shown.length ? `, and ${names.length - shown.length} more` : ''}`
}
