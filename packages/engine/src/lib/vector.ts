/** Returns the cosine similarity of two unit vectors. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}

/** Normalizes a vector to unit length in place. A zero vector is left unchanged. */
export function normalize(vector: Float32Array): Float32Array {
  const length = Math.sqrt(cosine(vector, vector))
  if (length > 0) for (let index = 0; index < vector.length; index++) vector[index] = (vector[index] ?? 0) / length
  return vector
}

/** Adds `weight` times `source` to `target` in place. */
export function addScaled(target: Float32Array, source: Float32Array, weight: number): void {
  for (let index = 0; index < target.length; index++)
    target[index] = (target[index] ?? 0) + weight * (source[index] ?? 0)
}
