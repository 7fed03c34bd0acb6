import { base64Length, decodeBase64Into, type FindVector } from '@mira/core/internal'

/** One vector in wire format: base64 of little-endian 32-bit floats, or plain numbers. */
export interface WireEmbedding {
  readonly index?: number | undefined
  readonly embedding: string | readonly number[] | readonly [readonly number[]]
}

/**
 * Decodes vectors in the given order. They share a buffer, which costs a third of one buffer each, except for those that
 * have been decoded already.
 * Typed arrays are little-endian on every platform that JavaScript runs on.
 *
 * @param find - Returns a vector that has been decoded already.
 * @throws {TypeError | SyntaxError} when a vector is not base64 of whole numbers, or a list of finite numbers.
 */
export function readVectors(items: readonly WireEmbedding[], find?: FindVector): Float32Array[] {
  const embeddings = items.map(({ embedding }) => find?.(embedding) ?? readEmbedding(embedding))
  const lengths = embeddings.map((embedding) =>
    typeof embedding === 'string'
      ? base64Length(embedding) / 4
      : embedding instanceof Float32Array
        ? 0
        : embedding.length,
  )
  const buffer = new ArrayBuffer(4 * lengths.reduce((sum, length) => sum + length, 0))
  let offset = 0
  return embeddings.map((embedding, position) => {
    if (embedding instanceof Float32Array) return embedding
    const length = lengths[position] as number
    check(length > 0 && length % 1 === 0)
    const vector = new Float32Array(buffer, offset, length)
    offset += vector.byteLength
    if (typeof embedding === 'string')
      decodeBase64Into(embedding, new Uint8Array(buffer, vector.byteOffset, vector.byteLength))
    else setNumbers(vector, embedding)
    return vector
  })
}

/** Returns base64, or the numbers of a vector; llama.cpp puts them into a list of one vector. */
const readEmbedding = (embedding: WireEmbedding['embedding']): string | readonly number[] =>
  embedding.length === 1 && Array.isArray(embedding[0]) ? embedding[0] : (embedding as string | readonly number[])

/** Copies numbers, all of which must be finite: a typed array would convert anything else, `null` to 0, a list to NaN. */
function setNumbers(vector: Float32Array, numbers: readonly number[]): void {
  // One loop by index takes a third of the time of a check with an iterator and `set`.
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index] as number
    check(Number.isFinite(number))
    vector[index] = number
  }
}

function check(isValid: boolean): void {
  if (!isValid) throw new TypeError('Not a list of numbers')
}
