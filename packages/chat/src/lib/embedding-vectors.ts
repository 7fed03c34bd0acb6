import { base64Length, decodeBase64Into } from '@mira/core/internal'

/** One vector in wire format: base64 of little-endian 32-bit floats, or plain numbers. */
export interface WireEmbedding {
  readonly index?: number | undefined
  readonly embedding: string | readonly number[]
}

/**
 * Decodes vectors in the given order. All vectors of a reply share one buffer, which costs a third of one buffer each.
 * Typed arrays are little-endian on every platform that JavaScript runs on.
 */
export function readVectors(items: readonly WireEmbedding[]): Float32Array[] {
  const lengths = items.map(({ embedding }) =>
    typeof embedding === 'string' ? Math.floor(base64Length(embedding) / 4) : embedding.length,
  )
  const buffer = new ArrayBuffer(4 * lengths.reduce((sum, length) => sum + length, 0))
  let offset = 0
  return items.map(({ embedding }, position) => {
    const vector = new Float32Array(buffer, offset, lengths[position])
    offset += vector.byteLength
    if (typeof embedding === 'string')
      decodeBase64Into(embedding, new Uint8Array(buffer, vector.byteOffset, vector.byteLength))
    else vector.set(embedding)
    return vector
  })
}
