/** Maximum nesting depth searched for large buffers. Deeper ones are sent within their message. */
const maxDepth = 5

/** Maximum number of array items searched for large buffers: walking a list of a million numbers is not worth it. */
const maxItems = 1_000

type FromBytes = (bytes: ArrayBuffer) => ArrayBufferView

const viewTypes: Readonly<Record<string, FromBytes>> = {
  Buffer: (bytes) => Buffer.from(bytes),
  Uint8Array: (bytes) => new Uint8Array(bytes),
  Uint8ClampedArray: (bytes) => new Uint8ClampedArray(bytes),
  Int8Array: (bytes) => new Int8Array(bytes),
  Uint16Array: (bytes) => new Uint16Array(bytes),
  Int16Array: (bytes) => new Int16Array(bytes),
  Uint32Array: (bytes) => new Uint32Array(bytes),
  Int32Array: (bytes) => new Int32Array(bytes),
  Float32Array: (bytes) => new Float32Array(bytes),
  Float64Array: (bytes) => new Float64Array(bytes),
}

/** Position of a detached buffer in its message, and its type. */
export interface PartPlace {
  readonly path: readonly string[]
  /** Class name of the view. */
  readonly type: string
}

/** Buffer detached from its message. */
export interface Part extends PartPlace {
  readonly bytes: Uint8Array
}

/**
 * Detaches large buffers from a message. The message itself is not modified.
 *
 * @param message - Plain objects and arrays. Cycles are allowed.
 * @param minBytes - Minimum size in bytes. Smaller buffers stay in the message.
 */
export function detachParts(message: object, minBytes: number): { body: unknown; parts: readonly Part[] } {
  const parts: Part[] = []
  const detach = (value: unknown, path: readonly string[]): unknown => {
    const type = viewTypeOf(value)
    if (type && (value as Uint8Array).byteLength > minBytes) {
      const { buffer, byteOffset, byteLength } = value as Uint8Array
      parts.push({ path, type, bytes: new Uint8Array(buffer, byteOffset, byteLength) })
      return null
    }
    return path.length < maxDepth && isContainer(value) ? detachWithin(value, path, detach) : value
  }
  return { body: detach(message, []), parts }
}

/** Reattaches detached buffers to their message. */
export function joinParts(
  body: unknown,
  places: readonly PartPlace[],
  buffers: readonly Uint8Array<ArrayBuffer>[],
): unknown {
  for (const [index, { path, type }] of places.entries()) {
    let holder = body as Record<string, unknown>
    for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>
    holder[path.at(-1)!] = viewTypes[type]?.(buffers[index]!.buffer)
  }
  return body
}

function detachWithin(
  container: Record<string, unknown>,
  path: readonly string[],
  detach: (value: unknown, path: readonly string[]) => unknown,
): unknown {
  let copy: Record<string, unknown> | undefined
  for (const key of Object.keys(container)) {
    const item = container[key]
    if (typeof item !== 'object' || item === null) continue
    const detached = detach(item, [...path, key])
    if (detached === item) continue
    copy ??= (Array.isArray(container) ? [...container] : { ...container }) as Record<string, unknown>
    copy[key] = detached
  }
  return copy ?? container
}

function viewTypeOf(value: unknown): string | undefined {
  if (!ArrayBuffer.isView(value)) return undefined
  const { name } = value.constructor
  return Object.hasOwn(viewTypes, name) ? name : undefined
}

function isContainer(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.length <= maxItems
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
