/** Concatenates blocks of samples: floats, unless another type is given. */
export function concatenateSamples(parts: readonly Float32Array[]): Float32Array
export function concatenateSamples(parts: readonly Int16Array[], Type: Int16ArrayConstructor): Int16Array
export function concatenateSamples(
  parts: readonly (Float32Array | Int16Array)[],
  Type: Float32ArrayConstructor | Int16ArrayConstructor = Float32Array,
): Float32Array | Int16Array {
  const joined = new Type(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}
