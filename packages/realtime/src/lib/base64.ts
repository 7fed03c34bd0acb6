/** What runtimes have beyond a slow `atob`: Node's buffers, and the methods of ES2026. */
interface Buffers {
  from(text: string, encoding: 'base64'): Uint8Array
  from(buffer: ArrayBufferLike, offset: number, length: number): { toString(encoding: 'base64'): string }
}
type NewBytes = Uint8Array & { toBase64?(): string }
type BytesConstructor = { fromBase64?(text: string): Uint8Array }

const buffers = (): Buffers | undefined => (globalThis as { Buffer?: Buffers }).Buffer

/** Decodes audio. @throws {Error} where the runtime notices that the text is no base64. */
export function decodeBase64(text: string): Uint8Array {
  const bytes = buffers()?.from(text, 'base64') ?? (Uint8Array as BytesConstructor).fromBase64?.(text)
  return bytes ?? Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

/** Encodes audio. */
export function encodeBase64(bytes: NewBytes): string {
  const encoded = buffers()?.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') ?? bytes.toBase64?.()
  return encoded ?? btoa(toBinary(bytes))
}

function toBinary(bytes: Uint8Array): string {
  let binary = ''
  // `fromCharCode` takes as many arguments as the stack holds, which 8 192 surely fit.
  for (let start = 0; start < bytes.length; start += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8_192))
  }
  return binary
}
