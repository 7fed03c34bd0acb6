import { writeFile } from 'node:fs/promises'
import { createRandom } from '../src/lib/random.ts'

type MetadataValue =
  | string
  | number
  | boolean
  | readonly string[]
  | { readonly floats: readonly number[] }
  | { readonly ints: readonly number[] }

/** Type IDs of the GGUF format, version 3. */
const types = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const
const alignment = 32
const shape = { embedding: 64, feedForward: 128, heads: 4, context: 1024 }

/** Writes a llama-architecture model with random weights and a vocabulary of bytes and printable characters. */
export async function writeTinyGguf(path: string, seed = 7): Promise<void> {
  const tokens = vocabulary()
  const metadata: Record<string, MetadataValue> = {
    'general.architecture': 'llama',
    'general.name': 'tiny-random',
    'llama.context_length': shape.context,
    'llama.embedding_length': shape.embedding,
    'llama.block_count': 1,
    'llama.feed_forward_length': shape.feedForward,
    'llama.attention.head_count': shape.heads,
    'llama.attention.head_count_kv': shape.heads,
    'llama.rope.dimension_count': shape.embedding / shape.heads,
    'llama.vocab_size': tokens.length,
    'tokenizer.ggml.model': 'llama',
    'tokenizer.ggml.tokens': tokens.map(({ text }) => text),
    'tokenizer.ggml.scores': { floats: tokens.map(({ score }) => score) },
    'tokenizer.ggml.token_type': { ints: tokens.map(({ type }) => type) },
    'tokenizer.ggml.bos_token_id': 1,
    'tokenizer.ggml.eos_token_id': 2,
    'tokenizer.ggml.unknown_token_id': 0,
  }
  await writeFile(
    path,
    encodeFile(
      metadata,
      { 'llama.attention.layer_norm_rms_epsilon': 1e-5 },
      tensors(tokens.length, createRandom(seed)),
    ),
  )
}

/** Builds the vocabulary. Token types of llama.cpp: 1 normal, 2 unknown, 3 control, 6 byte. */
function vocabulary(): { text: string; score: number; type: number }[] {
  const special = ['<unk>', '<s>', '</s>'].map((text, index) => ({ text, score: 0, type: index === 0 ? 2 : 3 }))
  const bytes = Array.from({ length: 256 }, (_, byte) => ({
    text: `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`,
    score: 0,
    type: 6,
  }))
  const printable = ['▁', ...Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))]
  return [...special, ...bytes, ...printable.map((text, index) => ({ text, score: -index - 1, type: 1 }))]
}

interface Tensor {
  readonly name: string
  readonly dimensions: readonly number[]
  readonly data: Float32Array
}

function tensors(vocabularySize: number, random: () => number): Tensor[] {
  const { embedding, feedForward } = shape
  const weights = (name: string, ...dimensions: number[]): Tensor => {
    const size = dimensions.reduce((product, length) => product * length, 1)
    const isNorm = dimensions.length === 1
    return { name, dimensions, data: Float32Array.from({ length: size }, () => (isNorm ? 1 : (random() - 0.5) * 0.4)) }
  }
  return [
    weights('token_embd.weight', embedding, vocabularySize),
    weights('output_norm.weight', embedding),
    weights('output.weight', embedding, vocabularySize),
    weights('blk.0.attn_norm.weight', embedding),
    ...['q', 'k', 'v', 'output'].map((part) => weights(`blk.0.attn_${part}.weight`, embedding, embedding)),
    weights('blk.0.ffn_norm.weight', embedding),
    weights('blk.0.ffn_gate.weight', embedding, feedForward),
    weights('blk.0.ffn_up.weight', embedding, feedForward),
    weights('blk.0.ffn_down.weight', feedForward, embedding),
  ]
}

function encodeFile(
  metadata: Record<string, MetadataValue>,
  floats: Record<string, number>,
  list: readonly Tensor[],
): Buffer {
  const entries = Object.entries(metadata)
  const floatEntries = Object.entries(floats)
  const head = [Buffer.from('GGUF'), uint32(3), uint64(list.length), uint64(entries.length + floatEntries.length)]
  const pairs = [
    ...entries.flatMap(([key, value]) => [text(key), encodeValue(value)]),
    ...floatEntries.flatMap(([key, value]) => [text(key), uint32(types.float32), float32(value)]),
  ]
  let offset = 0
  const infos = list.map(({ name, dimensions, data }) => {
    const info = Buffer.concat([
      text(name),
      uint32(dimensions.length),
      ...dimensions.map(uint64),
      uint32(0),
      uint64(offset),
    ])
    offset += aligned(data.byteLength)
    return info
  })
  const header = Buffer.concat([...head, ...pairs, ...infos])
  const body = list.flatMap(({ data }) => [
    Buffer.from(data.buffer),
    Buffer.alloc(aligned(data.byteLength) - data.byteLength),
  ])
  return Buffer.concat([header, Buffer.alloc(aligned(header.length) - header.length), ...body])
}

function encodeValue(value: MetadataValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([uint32(types.string), text(value)])
  if (typeof value === 'number') return Buffer.concat([uint32(types.uint32), uint32(value)])
  if (typeof value === 'boolean') return Buffer.concat([uint32(types.bool), Buffer.from([value ? 1 : 0])])
  if ('floats' in value) return array(types.float32, value.floats.map(float32))
  if ('ints' in value) return array(types.int32, value.ints.map(uint32))
  return array(types.string, value.map(text))
}

function array(type: number, items: readonly Buffer[]): Buffer {
  return Buffer.concat([uint32(types.array), uint32(type), uint64(items.length), ...items])
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function float32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeFloatLE(value)
  return bytes
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint64(bytes.length), bytes])
}
