/** Element types of tensors. */
const elementTypes = { float: 1, int32: 6, int64: 7, float16: 10 } as const
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const

/** Tensor with constant values. */
export interface Constant {
  readonly name: string
  readonly type: keyof typeof elementTypes
  readonly shape: readonly number[]
  /** Little-endian values. */
  readonly data: Uint8Array
}

/** Operation of a graph. Attributes that are integers are written as such; write `{ float }` for others. */
export interface Operation {
  readonly type: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes?: Readonly<Record<string, number | string | readonly number[] | { readonly float: number }>>
}

/** Input or output of a graph. A text in its shape names a dimension of any length. */
export interface Port {
  readonly name: string
  readonly type: keyof typeof elementTypes
  readonly shape: readonly (number | string)[]
}

/** Graph with its metadata. */
export interface OnnxModel {
  readonly operations: readonly Operation[]
  readonly constants: readonly Constant[]
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  readonly metadata: Readonly<Record<string, string | number>>
}

/** Encodes a model as an ONNX file, operator set 17. */
export function encodeOnnx({ operations, constants, inputs, outputs, metadata }: OnnxModel): Buffer {
  const graph = join(
    ...operations.map((operation) => message(1, encodeOperation(operation))),
    text(2, 'graph'),
    ...constants.map((constant) => message(5, encodeConstant(constant))),
    ...inputs.map((port) => message(11, encodePort(port))),
    ...outputs.map((port) => message(12, encodePort(port))),
  )
  return join(integer(1, 8), message(7, graph), message(8, join(text(1, ''), integer(2, 17))), encodeMetadata(metadata))
}

/** Encodes metadata, which may also be appended to a complete file. */
export function encodeMetadata(metadata: OnnxModel['metadata']): Buffer {
  const entries = Object.entries(metadata)
  return join(...entries.map(([key, value]) => message(14, join(text(1, key), text(2, String(value))))))
}

/** Creates a constant of floats. */
export function floats(name: string, shape: readonly number[], values: ArrayLike<number>): Constant {
  return { name, type: 'float', shape, data: new Uint8Array(Float32Array.from(values).buffer) }
}

/** Creates a constant of integers; a scalar without a shape. */
export function integers(name: string, shape: readonly number[], values: readonly number[]): Constant {
  return { name, type: 'int64', shape, data: new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer) }
}

function encodeOperation({ type, inputs, outputs, attributes = {} }: Operation): Buffer {
  return join(
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, type),
    ...Object.entries(attributes).map(([name, value]) => message(5, encodeAttribute(name, value))),
  )
}

function encodeAttribute(name: string, value: NonNullable<Operation['attributes']>[string]): Buffer {
  if (typeof value === 'number') return join(text(1, name), integer(3, value), integer(20, attributeTypes.int))
  if (typeof value === 'string') return join(text(1, name), text(4, value), integer(20, attributeTypes.string))
  if ('float' in value) {
    const bytes = Buffer.alloc(4)
    bytes.writeFloatLE(value.float)
    return join(text(1, name), varint(2 * 8 + 5), bytes, integer(20, attributeTypes.float))
  }
  return join(text(1, name), ...value.map((one) => integer(8, one)), integer(20, attributeTypes.ints))
}

function encodeConstant({ name, type, shape, data }: Constant): Buffer {
  const dimensions = shape.map((length) => integer(1, length))
  return join(...dimensions, integer(2, elementTypes[type]), text(8, name), message(9, Buffer.from(data)))
}

function encodePort({ name, type, shape }: Port): Buffer {
  const dimensions = shape.map((length) =>
    message(1, typeof length === 'number' ? integer(1, length) : text(2, length)),
  )
  const tensor = join(integer(1, elementTypes[type]), message(2, join(...dimensions)))
  return join(text(1, name), message(2, message(1, tensor)))
}

const join = (...parts: readonly Buffer[]): Buffer => Buffer.concat(parts)
const text = (field: number, value: string): Buffer => message(field, Buffer.from(value))
const message = (field: number, bytes: Buffer): Buffer => join(varint(field * 8 + 2), varint(bytes.length), bytes)
const integer = (field: number, value: number): Buffer => join(varint(field * 8), varint(value))

/** Negative values have the ten bytes of a 64-bit integer. */
function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0))
    rest >>= 7n
  } while (rest > 0n)
  return Buffer.from(bytes)
}
