import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRandom } from '../../engine/src/lib/random.ts'
import { encodeOnnx, floats, integers, type OnnxModel } from './onnx-file.ts'
import {
  type WhisperShape,
  type WhisperWeights,
  whisperDecoder,
  whisperEncoder,
  whisperMetadata,
} from './whisper-model.ts'

const letters = [...'abcdefghijklmnopqrstuvwxyz']

/**
 * Writes a CTC model in the form of NeMo, which recognizes letters at random, though the same in the same audio. Half of the
 * letters begin a word.
 */
export async function writeTinyRecognizer(folder: string): Promise<string[]> {
  const tokens = [...letters.flatMap((letter) => [`▁${letter}`, letter]), '<blk>']
  const random = createRandom(7)
  const weights = Float32Array.from({ length: 80 * tokens.length }, () => random() - 0.5)
  const model: OnnxModel = {
    operations: [
      { type: 'Transpose', inputs: ['audio_signal'], outputs: ['frames'], attributes: { perm: [0, 2, 1] } },
      { type: 'MatMul', inputs: ['frames', 'weights'], outputs: ['scores'] },
      { type: 'LogSoftmax', inputs: ['scores'], outputs: ['logprobs'], attributes: { axis: -1 } },
      { type: 'Identity', inputs: ['length'], outputs: ['lengths'] },
    ],
    constants: [floats('weights', [80, tokens.length], weights)],
    inputs: [
      { name: 'audio_signal', type: 'float', shape: ['N', 80, 'T'] },
      { name: 'length', type: 'int64', shape: ['N'] },
    ],
    outputs: [
      { name: 'logprobs', type: 'float', shape: ['N', 'T', tokens.length] },
      { name: 'lengths', type: 'int64', shape: ['N'] },
    ],
    metadata: {
      model_type: 'EncDecCTCModelBPE',
      vocab_size: tokens.length,
      subsampling_factor: 1,
      normalize_type: 'per_feature',
    },
  }
  return writeModel(folder, model, tokens)
}

/**
 * Writes a model in the form of T-one, which reads 300 ms of 8 kHz audio at once and recognizes letters at random, though
 * the same in the same audio, and nothing in silence. A space is a token of its own.
 */
export async function writeTinyStreamingRecognizer(folder: string): Promise<string[]> {
  const tokens = [...'абвгдежз', ' ', '<blk>']
  const [frames, frameSamples] = [10, 240]
  const random = createRandom(5)
  const weights = Float32Array.from({ length: frameSamples * tokens.length }, () => random() - 0.5)
  const model: OnnxModel = {
    operations: [
      { type: 'Cast', inputs: ['signal'], outputs: ['amplitudes'], attributes: { to: 1 } },
      { type: 'Reshape', inputs: ['amplitudes', 'frame_shape'], outputs: ['frames'] },
      { type: 'MatMul', inputs: ['frames', 'weights'], outputs: ['products'] },
      { type: 'Add', inputs: ['products', 'bias'], outputs: ['scores'] },
      { type: 'LogSoftmax', inputs: ['scores'], outputs: ['logprobs'], attributes: { axis: -1 } },
      { type: 'Identity', inputs: ['state'], outputs: ['state_next'] },
    ],
    constants: [
      integers('frame_shape', [3], [1, frames, frameSamples]),
      floats('weights', [frameSamples, tokens.length], weights),
      floats(
        'bias',
        [tokens.length],
        tokens.map((token) => (token === '<blk>' ? 1 : 0)),
      ),
    ],
    inputs: [
      { name: 'signal', type: 'int32', shape: [1, frames * frameSamples, 1] },
      { name: 'state', type: 'float16', shape: [1, 4] },
    ],
    outputs: [
      { name: 'logprobs', type: 'float', shape: [1, frames, tokens.length] },
      { name: 'state_next', type: 'float16', shape: [1, 4] },
    ],
    metadata: { model_type: 't-one', language: 'Russian', sample_rate: 8_000, frame_length_ms: 300, state_dim: 4 },
  }
  return writeModel(folder, model, tokens)
}

/** Languages of {@link writeTinyWhisper}. */
export const whisperLanguages = ['en', 'ru']

/** Writes a Whisper model of two languages with random weights, which writes words at random, but others in each language. */
export async function writeTinyWhisper(folder: string): Promise<string[]> {
  const shape = { mels: 80, state: 16, heads: 2, layers: 1, vocabulary: 300, textContext: 64 }
  const endOfText = shape.vocabulary - whisperLanguages.length - 8
  const weights = randomWeights(shape)
  const metadata = whisperMetadata(shape, { name: 'tiny', languages: whisperLanguages, endOfText, unspoken: [] })
  await mkdir(folder, { recursive: true })
  const files = ['tiny-encoder.onnx', 'tiny-decoder.onnx', 'tiny-tokens.txt'].map((name) => join(folder, name))
  await writeFile(files[0]!, encodeOnnx(whisperEncoder(shape, weights, metadata)))
  await writeFile(files[1]!, encodeOnnx(whisperDecoder(shape, weights)))
  const tokens = Array.from({ length: endOfText }, (_, id) => ` w${id}`)
  const lines = tokens.map((token, id) => `${Buffer.from(token).toString('base64')} ${id}\n`)
  await writeFile(files[2]!, lines.join(''))
  return files
}

/** Weights of a model with one layer. Norms are 1, so that what is spoken depends on the sound. */
function randomWeights({ state, vocabulary, textContext }: WhisperShape): WhisperWeights {
  const random = createRandom(11)
  const wide = 4 * state
  const shapes: readonly (readonly [RegExp, readonly number[]])[] = [
    [/embeddings/, [vocabulary, state]],
    [/encoder\/position/, [1_500, state]],
    [/decoder\/position/, [textContext, state]],
    [/conv1\/weight/, [state, 80, 3]],
    [/conv2\/weight/, [state, state, 3]],
    [/ffn\/linear_0\/weight/, [wide, state]],
    [/ffn\/linear_0\/bias/, [wide]],
    [/ffn\/linear_1\/weight/, [state, wide]],
    [/self_attention\/linear_0\/weight/, [3 * state, state]],
    [/self_attention\/linear_0\/bias/, [3 * state]],
    [/attention\/linear_1\/weight/, [2 * state, state]],
    [/attention\/linear_1\/bias/, [2 * state]],
    [/weight/, [state, state]],
  ]
  return (name) => {
    const isOwn = /self_attention\/linear_1/.test(name)
    const [, shape = [state]] = shapes.find(([pattern]) => pattern.test(name)) ?? []
    const actual = isOwn ? shape.map(() => state) : shape
    const size = actual.reduce((product, length) => product * length, 1)
    const values = Float32Array.from({ length: size }, () => (name.endsWith('gamma') ? 1 : random() - 0.5))
    return floats(name, actual, values)
  }
}

/** Writes a model in the form of Silero VAD 5, which takes loud sound for speech. */
export async function writeTinyVoiceActivity(folder: string): Promise<string[]> {
  const model: OnnxModel = {
    operations: [
      { type: 'Abs', inputs: ['input'], outputs: ['loudness'] },
      { type: 'ReduceMean', inputs: ['loudness'], outputs: ['mean'], attributes: { axes: [1], keepdims: 1 } },
      { type: 'Mul', inputs: ['mean', 'slope'], outputs: ['scaled'] },
      { type: 'Add', inputs: ['scaled', 'offset'], outputs: ['score'] },
      { type: 'Sigmoid', inputs: ['score'], outputs: ['output'] },
      { type: 'Identity', inputs: ['state'], outputs: ['stateN'] },
    ],
    // A mean amplitude of 0.1 has a probability of 0.5, one of 0.2 nearly 1.
    constants: [floats('slope', [1], [100]), floats('offset', [1], [-10])],
    inputs: [
      { name: 'input', type: 'float', shape: ['N', 'T'] },
      { name: 'state', type: 'float', shape: [2, 'N', 128] },
      { name: 'sr', type: 'int64', shape: [] },
    ],
    outputs: [
      { name: 'output', type: 'float', shape: ['N', 1] },
      { name: 'stateN', type: 'float', shape: [2, 'N', 128] },
    ],
    metadata: {},
  }
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'silero_vad.onnx')
  await writeFile(file, encodeOnnx(model))
  return [file]
}

/** Words after which the punctuation models write a mark. */
const markedWords = { fine: 2, indeed: 2, you: 3, however: 1, 吗: 3, 好: 2 } as const

/**
 * Writes a CT-Transformer, which writes a mark after certain words: a period after `fine`, a question mark after `you`, a comma
 * after `however`.
 */
export async function writeTinyPunctuation(folder: string): Promise<string[]> {
  const punctuations = ['<unk>', '_', '，', '。', '？', '、']
  const words = ['<unk>', ...Object.keys(markedWords)]
  const scores = words.flatMap((word) => {
    const label = 1 + (markedWords[word as keyof typeof markedWords] ?? 0)
    return punctuations.map((_, index) => (index === label ? 1 : 0))
  })
  const model: OnnxModel = {
    operations: [{ type: 'Gather', inputs: ['scores', 'inputs'], outputs: ['logits'], attributes: { axis: 0 } }],
    constants: [floats('scores', [words.length, punctuations.length], scores)],
    inputs: [
      { name: 'inputs', type: 'int32', shape: ['N', 'T'] },
      { name: 'text_lengths', type: 'int32', shape: ['N'] },
    ],
    outputs: [{ name: 'logits', type: 'float', shape: ['N', 'T', punctuations.length] }],
    metadata: {
      model_type: 'ct_transformer',
      tokens: words.join('|'),
      vocab_size: words.length,
      punctuations: punctuations.join('|'),
      unk_symbol: '<unk>',
    },
  }
  await mkdir(folder, { recursive: true })
  const file = join(folder, 'model.onnx')
  await writeFile(file, encodeOnnx(model))
  return [file]
}

/** Writes a model in the form of CNN-BiLSTM, which writes the marks of {@link writeTinyPunctuation} and capitalizes `omsk`. */
export async function writeTinyCasedPunctuation(folder: string): Promise<string[]> {
  const pieces = ['<unk>', '<s>', '</s>', '▁', ...letters]
  const words = ['▁omsk', ...Object.keys(markedWords).map((word) => `▁${word}`)]
  const vocabulary = [...pieces, ...words]
  const label = (piece: string) => markedWords[piece.slice(1) as keyof typeof markedWords] ?? 0
  const oneHot = (index: number) => [0, 1, 2, 3].map((value) => (value === index ? 1 : 0))
  const model: OnnxModel = {
    operations: [
      { type: 'Equal', inputs: ['valid_ids', 'one'], outputs: ['is_first'] },
      { type: 'NonZero', inputs: ['is_first'], outputs: ['columns'] },
      { type: 'Transpose', inputs: ['columns'], outputs: ['places'] },
      { type: 'GatherND', inputs: ['token_ids', 'places'], outputs: ['first_pieces'] },
      { type: 'Slice', inputs: ['first_pieces', 'from', 'to'], outputs: ['word_pieces'] },
      { type: 'Gather', inputs: ['case_scores', 'word_pieces'], outputs: ['cases'], attributes: { axis: 0 } },
      { type: 'Gather', inputs: ['mark_scores', 'word_pieces'], outputs: ['marks'], attributes: { axis: 0 } },
    ],
    constants: [
      { name: 'one', type: 'int32', shape: [1], data: new Uint8Array(Int32Array.of(1).buffer) },
      integers('from', [1], [1]),
      integers('to', [1], [-1]),
      floats(
        'case_scores',
        [vocabulary.length, 4],
        vocabulary.flatMap((piece) => oneHot(piece === '▁omsk' ? 2 : 0)),
      ),
      floats(
        'mark_scores',
        [vocabulary.length, 4],
        vocabulary.flatMap((piece) => oneHot(label(piece))),
      ),
    ],
    inputs: ['token_ids', 'valid_ids']
      .map((name) => ({ name, type: 'int32' as const, shape: ['N', 200] }))
      .concat([{ name: 'label_lens', type: 'int32', shape: ['N'] }]),
    outputs: ['cases', 'marks'].map((name) => ({ name, type: 'float', shape: ['W', 4] })),
    metadata: { COMMA: 1, PERIOD: 2, QUESTION: 3, UPPER: 1, CAP: 2, MIX_CASE: 3 },
  }
  await mkdir(folder, { recursive: true })
  const files = [join(folder, 'model.onnx'), join(folder, 'bpe.vocab')] as const
  await writeFile(files[0], encodeOnnx(model))
  const scoreOf = (piece: string) => (words.includes(piece) ? 0 : -10)
  await writeFile(files[1], vocabulary.map((piece) => `${piece}\t${scoreOf(piece)}\n`).join(''))
  return [...files]
}

/** Frequency of the first speaker of {@link writeTinySynthesizer}, in hertz; that of the second is twice as high. */
export const toneHertz = 200
/** Length of a character at normal speed, in seconds. */
export const characterSeconds = 0.05
const sampleRate = 16_000

/** Writes a VITS model of two speakers, which speaks a text as a tone of a certain length for each character. */
export async function writeTinySynthesizer(folder: string): Promise<string[]> {
  const tokens = [' ', '.', ',', '!', '?', "'", '-', ...letters]
  const model: OnnxModel = {
    operations: [
      { type: 'Cast', inputs: ['x_length'], outputs: ['characters'], attributes: { to: 1 } },
      { type: 'Mul', inputs: ['characters', 'character_samples'], outputs: ['normal_samples'] },
      { type: 'Mul', inputs: ['normal_samples', 'length_scale'], outputs: ['sample_counts'] },
      { type: 'Squeeze', inputs: ['sample_counts'], outputs: ['sample_count'] },
      { type: 'Range', inputs: ['zero', 'sample_count', 'one'], outputs: ['positions'] },
      { type: 'Cast', inputs: ['sid'], outputs: ['speaker'], attributes: { to: 1 } },
      { type: 'Add', inputs: ['speaker', 'one'], outputs: ['octave'] },
      { type: 'Mul', inputs: ['octave', 'step'], outputs: ['speaker_step'] },
      { type: 'Mul', inputs: ['positions', 'speaker_step'], outputs: ['phases'] },
      { type: 'Sin', inputs: ['phases'], outputs: ['wave'] },
      { type: 'Reshape', inputs: ['wave', 'audio_shape'], outputs: ['y'] },
    ],
    constants: [
      floats('character_samples', [1], [characterSeconds * sampleRate]),
      floats('zero', [], [0]),
      floats('one', [], [1]),
      floats('step', [1], [(2 * Math.PI * toneHertz) / sampleRate]),
      integers('audio_shape', [3], [1, 1, -1]),
    ],
    inputs: [
      { name: 'x', type: 'int64', shape: ['N', 'L'] },
      { name: 'x_length', type: 'int64', shape: ['N'] },
      { name: 'noise_scale', type: 'float', shape: [1] },
      { name: 'length_scale', type: 'float', shape: [1] },
      { name: 'noise_scale_w', type: 'float', shape: [1] },
      { name: 'sid', type: 'int64', shape: [1] },
    ],
    outputs: [{ name: 'y', type: 'float', shape: ['N', 1, 'S'] }],
    metadata: {
      model_type: 'vits',
      comment: 'tiny',
      language: 'English',
      frontend: 'characters',
      add_blank: 0,
      use_eos_bos: 0,
      blank_id: 0,
      bos_id: 0,
      eos_id: 0,
      punctuation: ', . ! ?',
      n_speakers: 2,
      sample_rate: sampleRate,
    },
  }
  return writeModel(folder, model, tokens)
}

async function writeModel(folder: string, model: OnnxModel, tokens: readonly string[]): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const files = [join(folder, 'model.onnx'), join(folder, 'tokens.txt')] as const
  await writeFile(files[0], encodeOnnx(model))
  await writeFile(files[1], tokens.map((token, id) => `${token} ${id}\n`).join(''))
  return [...files]
}
