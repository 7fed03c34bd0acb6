/** An image: an `http(s):` URL, a `data:` URI, or its bytes. */
export type FrameSource = string | URL | Blob | Uint8Array | ArrayBuffer

/**
 * Encodes an image for the request: as a URL or a `data:` URI.
 *
 * @throws {TypeError} when a string is neither, or when bytes are not a JPEG, PNG, GIF or WebP image.
 */
export async function encodeFirstFrame(source: FrameSource): Promise<string> {
  if (typeof source !== 'string' && !(source instanceof URL)) return toDataUri(source)
  const url = String(source)
  if (/^(https?:\/\/|data:image\/)/i.test(url)) return url
  throw new TypeError(
    `first_frame takes an http(s) address, a data:image/… URI, a Blob or bytes, not "${url.slice(0, 60)}"; for a file use firstFrameFile of @mira/jobs/node`,
  )
}

async function toDataUri(source: Blob | Uint8Array | ArrayBuffer): Promise<string> {
  const isBlob = source instanceof Blob
  const bytes = source instanceof Uint8Array ? source : new Uint8Array(isBlob ? await source.arrayBuffer() : source)
  const mediaType = sniff(bytes) ?? (isBlob && source.type.startsWith('image/') ? source.type : undefined)
  if (!mediaType) throw new TypeError('first_frame: the bytes are no JPEG, PNG, GIF or WebP picture')
  return `data:${mediaType};base64,${encodeBase64(bytes)}`
}

/** Detects the media type from the signature at the start of the file. */
function sniff(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12))
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (/^GIF8[79]a/.test(start)) return 'image/gif'
  if (/^RIFF[\s\S]{4}WEBP/.test(start)) return 'image/webp'
  return undefined
}

function encodeBase64(bytes: Uint8Array & { toBase64?(): string }): string {
  if (bytes.toBase64) return bytes.toBase64()
  let binary = ''
  // `fromCharCode` accepts as many arguments as fit on the stack; 8 192 always do.
  for (let start = 0; start < bytes.length; start += 8_192) {
    binary += String.fromCharCode(...bytes.subarray(start, start + 8_192))
  }
  return btoa(binary)
}
