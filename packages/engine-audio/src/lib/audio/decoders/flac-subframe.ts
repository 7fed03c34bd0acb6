import type { BitReader } from './bit-reader.ts'

/** Predictors of fixed order 0 to 4 (RFC 9639, section 9.2.5). */
const fixedCoefficients = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]] as const

/**
 * Reads one channel of one frame (RFC 9639, section 9.2): integers stored as doubles, since up to 33 bits may be
 * needed.
 */
export function readSubframe(reader: BitReader, blockSize: number, bitsPerSample: number): Float64Array {
  if (reader.read(1) !== 0) throw new RangeError('a subframe does not begin where it should')
  const type = reader.read(6)
  const wastedBits = reader.read(1) === 1 ? reader.readUnary() + 1 : 0
  const bits = bitsPerSample - wastedBits
  if (bits < 1) throw new RangeError('a subframe has no bits')
  const samples = readByType(reader, type, { samples: new Float64Array(blockSize), bits })
  if (wastedBits > 0) for (let index = 0; index < samples.length; index++) samples[index]! *= 2 ** wastedBits
  return samples
}

interface Subframe {
  readonly samples: Float64Array
  readonly bits: number
}

function readByType(reader: BitReader, type: number, { samples, bits }: Subframe): Float64Array {
  if (type === 0) return samples.fill(reader.readSigned(bits))
  if (type === 1) return readPlain(reader, samples, bits)
  const fixed = fixedCoefficients[type - 8]
  const order = fixed?.length ?? (type >= 32 ? type - 31 : undefined)
  if (order === undefined) throw new RangeError(`subframe type ${type} is reserved`)
  if (order > samples.length) throw new RangeError('a predictor is longer than its block')
  for (let index = 0; index < order; index++) samples[index] = reader.readSigned(bits)
  if (fixed) return predict(readResidual(reader, samples, order), fixed, 0)
  const precision = reader.read(4) + 1
  const shift = reader.readSigned(5)
  if (precision === 16 || shift < 0) throw new RangeError('a predictor has a reserved form')
  const coefficients = readPlain(reader, new Float64Array(order), precision)
  return predict(readResidual(reader, samples, order), coefficients, shift)
}

/** Reads the residual (Rice codes in partitions) into all samples after the first `order`. */
function readResidual(reader: BitReader, samples: Float64Array, order: number): Float64Array {
  const parameterBits = reader.read(2) === 0 ? 4 : 5
  const partitions = 2 ** reader.read(4)
  const partitionLength = samples.length / partitions
  if (!Number.isInteger(partitionLength) || partitionLength < order) throw new RangeError('its partitions do not fit')
  for (let partition = 0; partition < partitions; partition++) {
    const start = partition === 0 ? order : partition * partitionLength
    readPartition(reader, samples.subarray(start, (partition + 1) * partitionLength), parameterBits)
  }
  return samples
}

function readPartition(reader: BitReader, target: Float64Array, parameterBits: number): void {
  const parameter = reader.read(parameterBits)
  if (parameter === 2 ** parameterBits - 1) {
    readPlain(reader, target, reader.read(5))
    return
  }
  for (let index = 0; index < target.length; index++) {
    const folded = reader.readUnary() * 2 ** parameter + reader.read(parameter)
    target[index] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
  }
}

/** Reads uncoded samples. Without bits, which a whole file of residuals may have, they are zero. */
function readPlain(reader: BitReader, target: Float64Array, bits: number): Float64Array {
  if (bits === 0) return target.fill(0)
  for (let index = 0; index < target.length; index++) target[index] = reader.readSigned(bits)
  return target
}

function predict(samples: Float64Array, coefficients: ArrayLike<number>, shift: number): Float64Array {
  const divisor = 2 ** shift
  const order = coefficients.length
  for (let index = order; index < samples.length; index++) {
    let sum = 0
    for (let tap = 0, at = index - 1; tap < order; tap++, at--) sum += coefficients[tap]! * samples[at]!
    samples[index] = samples[index]! + Math.floor(sum / divisor)
  }
  return samples
}
