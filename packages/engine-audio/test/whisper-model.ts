import { type Constant, floats, integers, type OnnxModel, type Operation, type Port } from './onnx-file.ts'

/** Sizes of a Whisper model. */
export interface WhisperShape {
  readonly mels: number
  readonly state: number
  readonly heads: number
  readonly layers: number
  readonly vocabulary: number
  readonly textContext: number
}

/** Returns a weight by its name in CTranslate2, such as `encoder/layer_0/ffn/linear_0/weight`. */
export type WhisperWeights = (name: string) => Omit<Constant, 'name'>

/** Graph under construction. Operations return the names of their results. */
class Graph {
  readonly operations: Operation[] = []
  readonly constants: Constant[] = []
  readonly #weights: WhisperWeights
  readonly #loaded = new Map<string, string>()
  readonly shape: WhisperShape

  constructor(shape: WhisperShape, weights: WhisperWeights) {
    this.shape = shape
    this.#weights = weights
  }

  op(type: string, inputs: readonly string[], attributes: Operation['attributes'] = {}): string {
    const output = `r${this.operations.length}`
    this.operations.push({ type, inputs, outputs: [output], attributes })
    return output
  }

  /** Splits the last axis into equal parts. */
  split(input: string, count: number): string[] {
    const outputs = Array.from({ length: count }, (_, index) => `r${this.operations.length}_${index}`)
    this.operations.push({ type: 'Split', inputs: [input], outputs, attributes: { axis: -1 } })
    return outputs
  }

  scalar(value: number): string {
    return this.#add(floats(`c${this.constants.length}`, [], [value]))
  }

  list(...values: number[]): string {
    return this.#add(integers(`c${this.constants.length}`, [values.length], values))
  }

  table(values: ArrayLike<number>, shape: readonly number[]): string {
    return this.#add(floats(`c${this.constants.length}`, shape, values))
  }

  weight(name: string): string {
    const known = this.#loaded.get(name)
    if (known !== undefined) return known
    const constant = this.#weights(name)
    this.#add({ ...constant, name })
    const loaded = constant.type === 'float16' ? this.op('Cast', [name], { to: 1 }) : name
    this.#loaded.set(name, loaded)
    return loaded
  }

  /** Cuts one axis. */
  slice(input: string, [start, end]: readonly [string, string], axis: number): string {
    return this.op('Slice', [input, start, end, this.list(axis)])
  }

  linear(input: string, name: string): string {
    const weight = this.op('Transpose', [this.weight(`${name}/weight`)], { perm: [1, 0] })
    return this.op('Add', [this.op('MatMul', [input, weight]), this.weight(`${name}/bias`)])
  }

  normalize(input: string, name: string): string {
    const inputs = [input, this.weight(`${name}/gamma`), this.weight(`${name}/beta`)]
    return this.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: 1e-5 } })
  }

  gelu(input: string): string {
    const erf = this.op('Erf', [this.op('Div', [input, this.scalar(Math.SQRT2)])])
    const half = this.op('Mul', [input, this.scalar(0.5)])
    return this.op('Mul', [half, this.op('Add', [erf, this.scalar(1)])])
  }

  /** Attention of all heads; without the mask, each position sees all others. */
  attend(query: string, [key, value]: readonly [string, string], mask?: string): string {
    const { heads, state } = this.shape
    const split = (input: string, perm: readonly number[]) =>
      this.op('Transpose', [this.op('Reshape', [input, this.list(0, 0, heads, state / heads)])], { perm })
    const product = this.op('MatMul', [split(query, [0, 2, 1, 3]), split(key, [0, 2, 3, 1])])
    const scaled = this.op('Mul', [product, this.scalar((state / heads) ** -0.5)])
    const masked = mask === undefined ? scaled : this.op('Add', [scaled, mask])
    const shares = this.op('Softmax', [masked], { axis: -1 })
    const mixed = this.op('MatMul', [shares, split(value, [0, 2, 1, 3])])
    return this.op('Reshape', [this.op('Transpose', [mixed], { perm: [0, 2, 1, 3] }), this.list(0, 0, state)])
  }

  feedForward(input: string, name: string): string {
    const wide = this.gelu(this.linear(this.normalize(input, `${name}/layer_norm`), `${name}/linear_0`))
    return this.op('Add', [input, this.linear(wide, `${name}/linear_1`)])
  }

  stack(parts: readonly string[], name: string): void {
    const rows = parts.map((part) => this.op('Unsqueeze', [part, this.list(0)]))
    this.operations.push({ type: 'Concat', inputs: rows, outputs: [name], attributes: { axis: 0 } })
  }

  #add(constant: Constant): string {
    this.constants.push(constant)
    return constant.name
  }
}

/** Builds the encoder in the form of sherpa-onnx: sound to the keys and values of each layer of the decoder. */
export function whisperEncoder(
  shape: WhisperShape,
  weights: WhisperWeights,
  metadata: OnnxModel['metadata'],
): OnnxModel {
  const graph = new Graph(shape, weights)
  const convolve = (input: string, name: string, stride: number) => {
    const inputs = [input, graph.weight(`encoder/${name}/weight`), graph.weight(`encoder/${name}/bias`)]
    return graph.gelu(graph.op('Conv', inputs, { kernel_shape: [3], pads: [1, 1], strides: [stride] }))
  }
  const sound = graph.op('Transpose', [convolve(convolve('mel', 'conv1', 1), 'conv2', 2)], { perm: [0, 2, 1] })
  const length = graph.op('Gather', [graph.op('Shape', [sound]), graph.list(1)])
  const positions = graph.weight('encoder/position_encodings/encodings')
  let x = graph.op('Add', [sound, graph.slice(positions, [graph.list(0), length], 0)])
  for (let layer = 0; layer < shape.layers; layer++) {
    const name = `encoder/layer_${layer}/self_attention`
    const joined = graph.linear(graph.normalize(x, `${name}/layer_norm`), `${name}/linear_0`)
    const [query, key, value] = graph.split(joined, 3)
    x = graph.op('Add', [x, graph.linear(graph.attend(query!, [key!, value!]), `${name}/linear_1`)])
    x = graph.feedForward(x, `encoder/layer_${layer}/ffn`)
  }
  x = graph.normalize(x, 'encoder/layer_norm')
  const pairs = Array.from({ length: shape.layers }, (_, layer) =>
    graph.split(graph.linear(x, `decoder/layer_${layer}/attention/linear_1`), 2),
  )
  graph.stack(
    pairs.map(([key]) => key!),
    'n_layer_cross_k',
  )
  graph.stack(
    pairs.map(([, value]) => value!),
    'n_layer_cross_v',
  )
  const { operations, constants } = graph
  return {
    operations,
    constants,
    inputs: [{ name: 'mel', type: 'float', shape: ['N', shape.mels, 'T'] }],
    outputs: [crossPort('n_layer_cross_k', shape), crossPort('n_layer_cross_v', shape)],
    metadata,
  }
}

/** Builds the decoder in the form of sherpa-onnx: tokens and the caches of all layers to the next token's scores. */
export function whisperDecoder(shape: WhisperShape, weights: WhisperWeights): OnnxModel {
  const graph = new Graph(shape, weights)
  const { textContext: context, layers } = shape
  const count = graph.op('Gather', [graph.op('Shape', ['tokens']), graph.list(1)])
  const end = graph.op('Add', ['offset', count])
  const embeddings = graph.weight('decoder/embeddings/weight')
  const positions = graph.slice(graph.weight('decoder/position_encodings/encodings'), ['offset', end], 0)
  const later = Float32Array.from({ length: context ** 2 }, (_, at) =>
    at % context > Math.floor(at / context) ? Number.NEGATIVE_INFINITY : 0,
  )
  const rows = graph.slice(graph.table(later, [context, context]), ['offset', end], 0)
  const mask = graph.slice(rows, [graph.list(0), end], 1)
  let x = graph.op('Add', [graph.op('Gather', [embeddings, 'tokens']), positions])
  const caches: [keys: string[], values: string[]] = [[], []]
  for (let layer = 0; layer < layers; layer++) {
    const own = `decoder/layer_${layer}/self_attention`
    const joined = graph.linear(graph.normalize(x, `${own}/layer_norm`), `${own}/linear_0`)
    const [query, ...added] = graph.split(joined, 3)
    const [key, value] = added.map((part, index) => {
      const cache = pick(graph, `in_n_layer_self_${index === 0 ? 'k' : 'v'}_cache`, layer)
      const all = graph.op('Concat', [graph.slice(cache, [graph.list(0), 'offset'], 1), part], { axis: 1 })
      caches[index]!.push(graph.op('Concat', [all, graph.slice(cache, [end, graph.list(context)], 1)], { axis: 1 }))
      return all
    })
    x = graph.op('Add', [x, graph.linear(graph.attend(query!, [key!, value!], mask), `${own}/linear_1`)])
    const cross = `decoder/layer_${layer}/attention`
    const question = graph.linear(graph.normalize(x, `${cross}/layer_norm`), `${cross}/linear_0`)
    const heard = [pick(graph, 'n_layer_cross_k', layer), pick(graph, 'n_layer_cross_v', layer)] as const
    x = graph.op('Add', [x, graph.linear(graph.attend(question, heard), `${cross}/linear_2`)])
    x = graph.feedForward(x, `decoder/layer_${layer}/ffn`)
  }
  graph.stack(caches[0], 'out_n_layer_self_k_cache')
  graph.stack(caches[1], 'out_n_layer_self_v_cache')
  const inputs = [
    graph.normalize(x, 'decoder/layer_norm'),
    graph.op('Transpose', [embeddings], { perm: [1, 0] }),
  ] as const
  graph.operations.push({ type: 'MatMul', inputs, outputs: ['logits'] })
  const { operations, constants } = graph
  return { operations, constants, ...decoderPorts(shape), metadata: {} }
}

function decoderPorts(shape: WhisperShape): Pick<OnnxModel, 'inputs' | 'outputs'> {
  return {
    inputs: [
      { name: 'tokens', type: 'int64', shape: ['N', 'L'] },
      cachePort('in_n_layer_self_k_cache', shape),
      cachePort('in_n_layer_self_v_cache', shape),
      crossPort('n_layer_cross_k', shape),
      crossPort('n_layer_cross_v', shape),
      { name: 'offset', type: 'int64', shape: [1] },
    ],
    outputs: [
      { name: 'logits', type: 'float', shape: ['N', 'L', shape.vocabulary] },
      cachePort('out_n_layer_self_k_cache', shape),
      cachePort('out_n_layer_self_v_cache', shape),
    ],
  }
}

/** Describes a model of several languages as sherpa-onnx expects it. Ids of tokens are those of Whisper's vocabulary. */
export function whisperMetadata(
  shape: WhisperShape,
  { name, languages, endOfText, unspoken }: WhisperNaming,
): OnnxModel['metadata'] {
  const start = endOfText + 1
  const first = start + 1
  const after = first + languages.length
  return {
    model_type: `whisper-${name}`,
    n_mels: shape.mels,
    n_audio_ctx: 1_500,
    n_audio_state: shape.state,
    n_audio_head: shape.heads,
    n_audio_layer: shape.layers,
    n_vocab: shape.vocabulary,
    n_text_ctx: shape.textContext,
    n_text_state: shape.state,
    n_text_head: shape.heads,
    n_text_layer: shape.layers,
    sot_sequence: [start, first, after + 1].join(','),
    all_language_tokens: languages.map((_, index) => first + index).join(','),
    all_language_codes: languages.join(','),
    sot: start,
    sot_index: 0,
    eot: endOfText,
    blank_id: 220,
    is_multilingual: 1,
    translate: after,
    transcribe: after + 1,
    sot_lm: after + 2,
    sot_prev: after + 3,
    no_speech: after + 4,
    no_timestamps: after + 5,
    non_speech_tokens: unspoken.join(','),
  }
}

/** Vocabulary of a model. */
export interface WhisperNaming {
  /** Size, such as `base`. */
  readonly name: string
  /** Codes of the languages, in the order of their tokens. */
  readonly languages: readonly string[]
  /** Id of the token that ends a text; those of the start, languages and tasks follow it. */
  readonly endOfText: number
  /** Tokens that are never spoken, such as brackets. */
  readonly unspoken: readonly number[]
}

function pick(graph: Graph, input: string, layer: number): string {
  return graph.op('Squeeze', [graph.op('Gather', [input, graph.list(layer)]), graph.list(0)])
}

function cachePort(name: string, { layers, textContext, state }: WhisperShape): Port {
  return { name, type: 'float', shape: [layers, 'N', textContext, state] }
}

function crossPort(name: string, { layers, state }: WhisperShape): Port {
  return { name, type: 'float', shape: [layers, 'N', 'T', state] }
}
