import { decodeBase64, encodeBase64 } from '@mira/core/internal'

/** Name of the field that stands for a vector; no server uses it. */
const vectorField = '\0float32'

/** Whether data is as a server sent it, apart from vectors and the `text` of a completion, and so can be copied. */
export function isPlainData(value: unknown): boolean {
  if (!(value instanceof Object)) return typeof value !== 'function'
  if (value instanceof Float32Array) return true
  if (Array.isArray(value)) return value.every(isPlainData)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  const hidden = Object.getOwnPropertyNames(value).length - Object.keys(value).length
  return hidden === (hasHiddenText(value) ? 1 : 0) && Object.values(value).every(isPlainData)
}

/** Converts plain data to JSON. */
export function formatData(data: unknown): string {
  const text = JSON.stringify({ data, hasText: data instanceof Object && hasHiddenText(data) }, (_, value: unknown) =>
    value instanceof Float32Array
      ? { [vectorField]: encodeBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) }
      : value,
  )
  return text
}

/** Reads data of {@link formatData}. */
export function parseData(text: string): unknown {
  const { data, hasText } = JSON.parse(text, (_, value: unknown) => {
    const vector = (value as Record<string, unknown> | null)?.[vectorField]
    return typeof vector === 'string' ? toVector(decodeBase64(vector)) : value
  }) as { data: object; hasText: boolean }
  return hasText ? Object.defineProperty(data, 'text', { get: firstText }) : data
}

function toVector(bytes: Uint8Array): Float32Array {
  const vector = new Float32Array(bytes.length / 4)
  new Uint8Array(vector.buffer).set(bytes)
  return vector
}

function hasHiddenText(value: object): boolean {
  const property = Object.getOwnPropertyDescriptor(value, 'text')
  return property?.get !== undefined && !property.enumerable
}

/** Text of the first choice of a completion, as `@mira/chat` adds it. */
function firstText(this: { choices?: { message?: { content?: unknown } }[] }): string {
  const content = this.choices?.[0]?.message?.content
  if (typeof content === 'string') return content
  const parts: { type?: unknown; text?: unknown }[] = Array.isArray(content) ? content : []
  const isText = ({ type }: { type?: unknown }): boolean => type !== 'thinking' && type !== 'reasoning'
  return parts.map((part) => (typeof part?.text === 'string' && isText(part) ? part.text : '')).join('')
}
