/** Faster alternatives to `atob` in some runtimes: Node's `Buffer`, and the methods of ES2026. */
interface Buffers {
  from(text: string, encoding: 'base64'): Uint8Array
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string }
}
type NewBytes = Uint8Array & { toBase64?(): string }
type BytesConstructor = { fromBase64?(text: string): Uint8Array }

const buffers = (): Buffers | undefined => (globalThis as { Buffer?: Buffers }).Buffer

/** Decodes base64. @throws {Error} when the runtime detects that the text is not base64. */
export function decodeBase64(text: string): Uint8Array {
  const bytes = buffers()?.from(text, 'base64') ?? (Uint8Array as BytesConstructor).fromBase64?.(text)
  return bytes ?? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
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
