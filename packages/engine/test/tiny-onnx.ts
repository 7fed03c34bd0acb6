/** Vector of each word of the tiny models; `[UNK]` has that of no direction in particular. */
export const wordVectors: Readonly<Record<string, readonly number[]>> = {
  '[UNK]': [0.5, 0.5, 0.5, 0.5],
  cat: [1, 0, 0, 0],
  kitten: [0.8, 0.6, 0, 0],
  car: [0, 0, 1, 0],
  awful: [0, 0, 0, 1],
}
const words = Object.keys(wordVectors)
const width = 4
/** Tokens that the tiny text models read at most. */
export const tinyMaxTokens = 16

/** File of a tiny model. */
export interface TinyFile {
  readonly path: string
  readonly content: Buffer
}

/** Returns the files of an encoder that looks up the vector of each word: 540 bytes of ONNX, with mean pooling. */
export function tinyEncoder(): readonly TinyFile[] {
  return textModel({
    graph: [node('Gather', ['table', 'input_ids'], 'last_hidden_state'), table(), output('last_hidden_state', 3)],
    config: { architectures: ['BertModel'] },
    others: { '1_Pooling/config.json': { pooling_mode_mean_tokens: true, word_embedding_dimension: width } },
  })
}

/** Returns the files of a classifier: toxic if the words are awful on average. */
export function tinyClassifier(labels: readonly string[] = ['neutral', 'toxic']): readonly TinyFile[] {
  const weights = [4, -4, 4, -4, 4, -4, -4, 4]
  return textModel({
    graph: [
      node('Gather', ['table', 'input_ids'], 'states'),
      node('ReduceMean', ['states'], 'mean', [attribute('axes', [1]), attribute('keepdims', 0)]),
      node('MatMul', ['mean', 'weights'], 'logits'),
      table(),
      floats('weights', [width, 2], weights),
      output('logits', 2),
    ],
    config: {
      architectures: ['BertForSequenceClassification'],
      id2label: Object.fromEntries(labels.map((label, index) => [index, label])),
    },
    others: {},
  })
}

/** Returns the files of a detector with two boxes: the left half in bright images, and the right half in dark ones. */
export function tinyDetector(): readonly TinyFile[] {
  const graph = [
    node('ReduceMean', ['pixel_values'], 'mean', [attribute('axes', [2, 3]), attribute('keepdims', 0)]),
    node('MatMul', ['mean', 'weights'], 'sums'),
    node('Add', ['sums', 'bias'], 'scores'),
    node('Unsqueeze', ['scores', 'axis'], 'logits'),
    node('Identity', ['boxes'], 'pred_boxes'),
    floats('weights', [3, 2], [2, -2, 2, -2, 2, -2]),
    floats('bias', [2], [-3, 3]),
    floats('boxes', [1, 2, width], [0.25, 0.5, 0.5, 1, 0.75, 0.5, 0.5, 1]),
    integers('axis', [1], [2]),
    input('input_ids', 2, types.int64),
    input('attention_mask', 2, types.int64),
    input('pixel_values', 4, types.float),
    output('logits', 3),
    output('pred_boxes', 3),
  ]
  return [
    { path: 'onnx/model.onnx', content: model(graph) },
    json('config.json', { model_type: 'owlvit', architectures: ['OwlViTForObjectDetection'] }),
    ...tokenizerFiles(),
    json('preprocessor_config.json', {
      image_processor_type: 'OwlViTImageProcessor',
      processor_class: 'OwlViTProcessor',
      do_resize: true,
      size: { height: 32, width: 32 },
      do_rescale: true,
      rescale_factor: 1 / 255,
      do_normalize: true,
      image_mean: [0, 0, 0],
      image_std: [1, 1, 1],
    }),
  ]
}

function textModel({
  graph,
  config,
  others,
}: {
  readonly graph: readonly Buffer[]
  readonly config: object
  readonly others: Readonly<Record<string, object>>
}): readonly TinyFile[] {
  const inputs = [input('input_ids', 2, types.int64), input('attention_mask', 2, types.int64)]
  return [
    { path: 'onnx/model.onnx', content: model([...graph, ...inputs]) },
    json('config.json', { model_type: 'bert', max_position_embeddings: tinyMaxTokens, ...config }),
    ...tokenizerFiles(),
    ...Object.entries(others).map(([path, value]) => json(path, value)),
  ]
}

function tokenizerFiles(): readonly TinyFile[] {
  const vocab = Object.fromEntries(words.map((word, index) => [word, index]))
  const shared = { truncation: null, padding: null, added_tokens: [], post_processor: null, decoder: null }
  return [
    json('tokenizer.json', {
      version: '1.0',
      ...shared,
      normalizer: { type: 'Lowercase' },
      pre_tokenizer: { type: 'Whitespace' },
      model: { type: 'WordLevel', vocab, unk_token: '[UNK]' },
    }),
    json('tokenizer_config.json', {
      tokenizer_class: 'PreTrainedTokenizerFast',
      unk_token: '[UNK]',
      pad_token: '[UNK]',
    }),
  ]
}

function json(path: string, value: object): TinyFile {
  return { path, content: Buffer.from(JSON.stringify(value)) }
}

// The fields of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3) by number.

const types = { float: 1, int64: 7 } as const

function model(graph: readonly Buffer[]): Buffer {
  const operators = message(8, [integer(2, 13)])
  return Buffer.concat([integer(1, 8), operators, message(7, [...graph, text(2, 'tiny')])])
}

function node(operator: string, inputs: readonly string[], result: string, attributes: readonly Buffer[] = []): Buffer {
  return message(1, [...inputs.map((name) => text(1, name)), text(2, result), text(4, operator), ...attributes])
}

function attribute(name: string, value: number | readonly number[]): Buffer {
  const content =
    typeof value === 'number'
      ? [integer(3, value), integer(20, 2)]
      : [...value.map((each) => integer(8, each)), integer(20, 7)]
  return message(5, [text(1, name), ...content])
}

function table(): Buffer {
  return floats('table', [words.length, width], Object.values(wordVectors).flat())
}

function floats(name: string, dims: readonly number[], values: readonly number[]): Buffer {
  return tensor(name, dims, types.float, Buffer.from(Float32Array.from(values).buffer))
}

function integers(name: string, dims: readonly number[], values: readonly number[]): Buffer {
  return tensor(name, dims, types.int64, Buffer.from(BigInt64Array.from(values, BigInt).buffer))
}

function tensor(name: string, dims: readonly number[], type: number, data: Buffer): Buffer {
  return message(5, [...dims.map((size) => integer(1, size)), integer(2, type), text(8, name), bytes(9, data)])
}

function input(name: string, rank: number, type: number): Buffer {
  return valueInfo(11, name, rank, type)
}

function output(name: string, rank: number): Buffer {
  return valueInfo(12, name, rank, types.float)
}

function valueInfo(field: number, name: string, rank: number, type: number): Buffer {
  const dimensions = Array.from({ length: rank }, (_, index) => message(1, [text(2, `${name}_${index}`)]))
  const shaped = message(1, [integer(1, type), message(2, dimensions)])
  return message(field, [text(1, name), message(2, [shaped])])
}

function message(field: number, parts: readonly Buffer[]): Buffer {
  return bytes(field, Buffer.concat(parts))
}

function text(field: number, value: string): Buffer {
  return bytes(field, Buffer.from(value))
}

function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + 2), varint(value.length), value])
}

function integer(field: number, value: number): Buffer {
  return Buffer.concat([varint(field * 8), varint(value)])
}

function varint(value: number): Buffer {
  const groups: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...groups, rest])
    groups.push((rest % 128) + 128)
  }
}
