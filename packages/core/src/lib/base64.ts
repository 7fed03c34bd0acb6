/** Faster alternatives to `atob` in some runtimes: Node's `Buffer`, and the ES2026 methods of `Uint8Array`. */
interface Buffers {
  from(text: string, encoding: 'base64'): Uint8Array
  from(buffer: ArrayBufferLike, offset: number, length: number): NodeBuffer
}
interface NodeBuffer {
  toString(encoding: 'base64'): string
  write(text: string, encoding: 'base64'): number
}
type BytesConstructor = { fromBase64?(text: string): Uint8Array }
type NewBytes = Uint8Array & { setFromBase64?(text: string): { written: number }; toBase64?(): string }

const buffers = (): Buffers | undefined => (globalThis as { Buffer?: Buffers }).Buffer

/**
 * Decodes base64.
 *
 * @throws {Error} when the string is not valid base64 and the runtime detects it; Node ignores invalid characters.
 */
export function decodeBase64(text: string): Uint8Array {
  const bytes = buffers()?.from(text, 'base64') ?? (Uint8Array as BytesConstructor).fromBase64?.(text)
  return bytes ?? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

/** Returns the number of bytes that a base64 string without white space decodes to. */
export function base64Length(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return Math.floor((text.length * 3) / 4) - padding
}

/**
 * Decodes base64 without white space into an existing array of {@link base64Length} bytes.
 *
 * @throws {Error} when the string is not valid base64.
 */
export function decodeBase64Into(text: string, bytes: NewBytes): void {
  const written =
    buffers()?.from(bytes.buffer, bytes.byteOffset, bytes.length).write(text, 'base64') ??
    bytes.setFromBase64?.(text).written ??
    decodeSlowly(text, bytes)
  // `Buffer` ignores invalid characters, and a single one after the last group.
  if (written < bytes.length || text.length % 4 === 1) throw new SyntaxError('The text is not base64')
}

function decodeSlowly(text: string, bytes: Uint8Array): number {
  const binary = atob(text)
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return binary.length
}

/** Encodes bytes as base64. */
export function encodeBase64(bytes: NewBytes): string {
  const encoded = buffers()?.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') ?? bytes.toBase64?.()
  return encoded ?? btoa(toBinary(bytes))
}

function toBinary(bytes: Uint8Array): string {
  let binary = ''
  // `fromCharCode` accepts as many arguments as fit on the stack; 8 192 always do.
  for (let start = 0; start < bytes.length; start += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8_192))
  }
  return binary
}
