/** What runtimes have beyond a slow `atob`: Node's buffers, and the methods of ES2026. */
interface Buffers {
  from(buffer: ArrayBufferLike, offset: number, length: number): NodeBuffer
}
interface NodeBuffer {
  toString(encoding: 'base64'): string
  write(text: string, offset: number, length: number, encoding: 'base64'): number
}
type NewBytes = Uint8Array & { setFromBase64?(text: string): { written: number }; toBase64?(): string }

const toBuffer = ({ buffer, byteOffset, length }: Uint8Array): NodeBuffer | undefined =>
  (globalThis as { Buffer?: Buffers }).Buffer?.from(buffer, byteOffset, length)

/** How many bytes a base64 text stands for. */
export function base64Length(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return Math.floor((text.length * 3) / 4) - padding
}

/**
 * Decodes into bytes that are already there, as many as {@link base64Length} says.
 *
 * @throws {Error} when the text is no base64.
 */
export function decodeBase64(text: string, bytes: NewBytes): void {
  const written =
    toBuffer(bytes)?.write(text, 0, bytes.length, 'base64') ??
    bytes.setFromBase64?.(text).written ??
    decodeSlowly(text, bytes)
  if (written < bytes.length) throw new SyntaxError('The text is no base64')
}

function decodeSlowly(text: string, bytes: Uint8Array): number {
  const binary = atob(text)
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return binary.length
}

/** Encodes bytes. */
export function encodeBase64(bytes: NewBytes): string {
  return toBuffer(bytes)?.toString('base64') ?? bytes.toBase64?.() ?? btoa(toBinary(bytes))
}

function toBinary(bytes: Uint8Array): string {
  let binary = ''
  // `fromCharCode` takes as many arguments as the stack holds, which 8 192 surely fit.
  for (let start = 0; start < bytes.length; start += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8_192))
  }
  return binary
}
