import { base64Length, decodeBase64Into } from '@mira/core/internal'

/** One vector in wire format: base64 of little-endian 32-bit floats, or plain numbers. */
export interface WireEmbedding {
  readonly index?: number | undefined
  readonly embedding: string | readonly number[] | readonly [readonly number[]]
}

/**
 * Decodes vectors in the given order. All vectors of a reply share one buffer, which costs a third of one buffer each.
 * Typed arrays are little-endian on every platform that JavaScript runs on.
 *
 * @throws {TypeError | RangeError} when a vector is not base64 of whole numbers, or a list of finite numbers.
 */
export function readVectors(items: readonly WireEmbedding[]): Float32Array[] {
  const embeddings = items.map(({ embedding }) => (typeof embedding === 'string' ? embedding : readList(embedding)))
  const lengths = embeddings.map((embedding) =>
    typeof embedding === 'string' ? base64Length(embedding) / 4 : embedding.length,
  )
  const buffer = new ArrayBuffer(4 * lengths.reduce((sum, length) => sum + length, 0))
  let offset = 0
  return embeddings.map((embedding, position) => {
    const vector = new Float32Array(buffer, offset, checkLength(lengths[position]))
    offset += vector.byteLength
    if (typeof embedding === 'string')
      decodeBase64Into(embedding, new Uint8Array(buffer, vector.byteOffset, vector.byteLength))
    else setNumbers(vector, embedding)
    return vector
  })
}

function checkLength(length = 0): number {
  if (Number.isInteger(length) && length > 0) return length
  throw new RangeError('The length of a vector must be a whole number of at least 1')
}

/** Returns the numbers of a vector; llama.cpp puts them into a list of one vector. */
const readList = (embedding: Exclude<WireEmbedding['embedding'], string>): readonly number[] =>
  embedding.length === 1 && Array.isArray(embedding[0]) ? embedding[0] : (embedding as readonly number[])

/** Copies numbers, all of which must be finite: a typed array would convert anything else, `null` to 0, a list to NaN. */
function setNumbers(vector: Float32Array, numbers: readonly number[]): void {
  // One loop by index takes a third of the time of a check with an iterator and `set`.
  for (let index = 0; index < numbers.length; index += 1) {
    const number = numbers[index] as number
    if (!Number.isFinite(number)) throw new TypeError('A vector must be a list of finite numbers')
    vector[index] = number
  }
}
