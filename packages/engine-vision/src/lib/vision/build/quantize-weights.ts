/** Weight in the manifest of a model: name, shape and encoding. */
export interface WeightSpec {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: 'float32' | 'int32'
  readonly quantization?: { readonly dtype: 'uint16'; readonly min: number; readonly scale: number } | undefined
}

const bytesPerNumber = 4
/** Minimum length for quantization. Smaller weights, such as shapes or thresholds, stay exact. */
const minLength = 64
const maxUint16 = 65_535

/** Quantizes the weights in use to 16 bits over the range of each. TensorFlow.js dequantizes them on load. */
export function quantizeWeights(
  specs: readonly WeightSpec[],
  bytes: Uint8Array,
  used: ReadonlySet<string>,
): { weights: WeightSpec[]; bytes: Uint8Array } {
  const weights: WeightSpec[] = []
  const parts: Uint8Array[] = []
  let offset = 0
  for (const spec of specs) {
    const length = spec.shape.reduce((product, side) => product * side, 1)
    const part = new Uint8Array(bytes.subarray(offset, offset + length * bytesPerNumber))
    offset += part.length
    if (!used.has(spec.name)) continue
    const isExact = spec.dtype !== 'float32' || length < minLength
    const stored = isExact ? { spec, bytes: part } : quantize(spec, new Float32Array(part.buffer))
    weights.push(stored.spec)
    parts.push(stored.bytes)
  }
  return { weights, bytes: new Uint8Array(Buffer.concat(parts)) }
}

function quantize(spec: WeightSpec, values: Float32Array): { spec: WeightSpec; bytes: Uint8Array } {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  const scale = (max - min) / maxUint16 || 1
  const steps = new Uint16Array(values.length)
  for (const [index, value] of values.entries()) steps[index] = Math.round((value - min) / scale)
  return { spec: { ...spec, quantization: { dtype: 'uint16', min, scale } }, bytes: new Uint8Array(steps.buffer) }
}
