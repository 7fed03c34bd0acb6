type Bytes = Uint8Array<ArrayBuffer>
/** Methods of ES2026, which avoid the conversion to a binary string. */
type NewConstructor = typeof Uint8Array & { fromBase64?(text: string): Bytes }
type NewBytes = Uint8Array & { toBase64?(): string }

/**
 * Bytes per chunk: small enough for the arguments of a call, and a multiple of three, so that only the last chunk is
 * padded.
 */
const chunkBytes = 6_144

/**
 * Decodes base64.
 *
 * @throws {Error} when the string is not valid base64.
 */
export function decodeBase64(text: string): Bytes {
  return (Uint8Array as NewConstructor).fromBase64?.(text) ?? toBytes(atob(text))
}

function toBytes(binary: string): Bytes {
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < bytes.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return bytes
}

/** Encodes bytes as base64. */
export function encodeBase64(bytes: NewBytes): string {
  return bytes.toBase64?.() ?? encodeInChunks(bytes)
}

function encodeInChunks(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += chunkBytes) {
    const chunk = bytes.subarray(start, start + chunkBytes) as unknown as number[]
    // Spreading the chunk is six times slower.
    text += btoa(String.fromCharCode.apply(null, chunk))
  }
  return text
}
