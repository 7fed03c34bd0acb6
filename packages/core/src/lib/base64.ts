/** Faster alternatives to `atob`: Node's `Buffer`, and the ES2026 methods of `Uint8Array`. */
interface Buffers {
  from(buffer: ArrayBufferLike, offset: number, length: number): NodeBuffer
}
interface NodeBuffer {
  toString(encoding: 'base64'): string
  write(text: string, encoding: 'base64'): number
}
type NewBytes = Uint8Array & { setFromBase64?(text: string): { written: number }; toBase64?(): string }

const toBuffer = ({ buffer, byteOffset, length }: Uint8Array): NodeBuffer | undefined =>
  (globalThis as { Buffer?: Buffers }).Buffer?.from(buffer, byteOffset, length)

/** Returns the number of bytes that a base64 string without white space decodes to. */
export function base64Length(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return Math.floor((text.length * 3) / 4) - padding
}

/** Decodes base64. @throws {Error} when the string is not valid base64. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(base64Length(text))
  if (fill(bytes, text)) return bytes
  // `atob` accepts white space, and throws on all other characters that are not base64.
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

/**
 * Decodes base64 into an existing array of {@link base64Length} bytes.
 *
 * @throws {Error} when the string is not valid base64.
 */
export function decodeBase64Into(text: string, bytes: Uint8Array): void {
  if (!fill(bytes, text)) throw new SyntaxError('The text is not base64')
}

/** Returns whether the string decodes to exactly the length of the array. */
function fill(bytes: NewBytes, text: string): boolean {
  // `Buffer` ignores an incomplete group of characters.
  if (text.length % 4 === 0) {
    const written = toBuffer(bytes)?.write(text, 'base64') ?? bytes.setFromBase64?.(text).written
    if (written !== undefined) return written === bytes.length
  }
  const binary = atob(text)
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return binary.length === bytes.length
}

/** Encodes bytes as base64. */
export function encodeBase64(bytes: NewBytes): string {
  return toBuffer(bytes)?.toString('base64') ?? bytes.toBase64?.() ?? btoa(toBinary(bytes))
}

function toBinary(bytes: Uint8Array): string {
  let binary = ''
  // The stack size limits the number of arguments of `fromCharCode`; 8,192 always fit.
  for (let start = 0; start < bytes.length; start += 8_192) {
    binary += String.fromCharCode.apply(null, bytes.subarray(start, start + 8_192) as unknown as number[])
  }
  return binary
}
