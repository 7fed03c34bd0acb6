import { base64Length, decodeBase64Into, encodeBase64, redactJson } from '@mira/core/internal'

/** Name of the only member of an object that stands for a `Float32Array`. */
const vectorName = '$float32'

/**
 * Encodes the value of an item for a checkpoint. Vectors (`Float32Array`) become base64, because JSON has no form for
 * them; `undefined` becomes `null`.
 *
 * @param secrets - API keys, which are redacted.
 * @throws {TypeError} when the value contains objects that JSON would lose, such as a `Map` or a class instance.
 */
export function encodeValue(value: unknown, secrets: readonly string[]): string {
  return JSON.stringify(value, (name, member) => encodeMember(name, member, secrets)) ?? 'null'
}

/** Decodes a value encoded by {@link encodeValue}. */
export function decodeValue(json: string): unknown {
  return JSON.parse(json, json.includes(vectorName) ? decodeMember : undefined)
}

function encodeMember(name: string, value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return name === vectorName ? value : redactJson(value, secrets)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if (value instanceof Float32Array) {
    return { [vectorName]: encodeBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) }
  }
  const prototype = Object.getPrototypeOf(value)
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null
  if (vectorName in value) throw new TypeError(`A checkpoint cannot store an object with a member "${vectorName}"`)
  if (isPlain) return value
  throw new TypeError(`A checkpoint stores plain data, not ${prototype.constructor?.name}: return the fields you need`)
}

function decodeMember(_name: string, value: unknown): unknown {
  const base64 = (value as Record<string, unknown> | null)?.[vectorName]
  if (typeof base64 !== 'string') return value
  const bytes = new Uint8Array(base64Length(base64))
  decodeBase64Into(base64, bytes)
  return new Float32Array(bytes.buffer)
}
