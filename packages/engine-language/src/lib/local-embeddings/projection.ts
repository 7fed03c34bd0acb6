import { createRandom, normalize } from '@mira/engine/internal'
import { encoderDimensions } from '../sentence-encoder/model-limits.ts'

/** Vector lengths that {@link projectVector} supports. */
export const projectedDimensions = [256, 512, 1536] as const

/**
 * Maps a native vector to another length by a fixed linear map.
 *
 * A block is a rotation: seeded signs, then the Walsh-Hadamard transform over √512. 1536 is three blocks over √3, an
 * isometry: cosines are preserved, and no information is added to the 512 numbers. 256 is half the coordinates of the
 * first block, normalized again: cosines hold within about ±0.05 (a subsampled randomized Hadamard transform).
 */
export function projectVector(vector: Float32Array, dimensions: number): Float32Array {
  if (dimensions === encoderDimensions) return vector
  if (dimensions < encoderDimensions) return normalize(rotate(vector, 1).slice(0, dimensions))
  const blocks = dimensions / encoderDimensions
  const output = new Float32Array(dimensions)
  for (let block = 0; block < blocks; block++) output.set(rotate(vector, block + 1), block * encoderDimensions)
  return normalize(output)
}

const signsBySeed = new Map<number, Float32Array>()

function seededSigns(seed: number): Float32Array {
  let signs = signsBySeed.get(seed)
  if (!signs) {
    const random = createRandom(seed)
    signs = Float32Array.from({ length: encoderDimensions }, () => (random() < 0.5 ? -1 : 1))
    signsBySeed.set(seed, signs)
  }
  return signs
}

/** Applies seeded signs and the Walsh-Hadamard transform in O(n log n). */
function rotate(vector: Float32Array, seed: number): Float32Array {
  const signs = seededSigns(seed)
  const scale = 1 / Math.sqrt(encoderDimensions)
  const output = vector.map((value, index) => value * (signs[index] ?? 1) * scale)
  for (let half = 1; half < output.length; half *= 2) {
    for (let start = 0; start < output.length; start += 2 * half) {
      for (let index = start; index < start + half; index++) {
        const [low, high] = [output[index] ?? 0, output[index + half] ?? 0]
        output[index] = low + high
        output[index + half] = low - high
      }
    }
  }
  return output
}
