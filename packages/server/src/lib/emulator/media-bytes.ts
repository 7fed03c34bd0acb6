import type { FixtureFile } from './fixture.ts'

/** Media types by the first bytes of a file; `-1` matches any byte. */
const signatures: readonly (readonly [mediaType: string, ...bytes: readonly number[]])[] = [
  ['image/png', 0x89, 0x50, 0x4e, 0x47],
  ['image/jpeg', 0xff, 0xd8, 0xff],
  ['image/gif', 0x47, 0x49, 0x46, 0x38],
  ['image/webp', 0x52, 0x49, 0x46, 0x46, -1, -1, -1, -1, 0x57, 0x45, 0x42, 0x50],
  ['audio/wav', 0x52, 0x49, 0x46, 0x46, -1, -1, -1, -1, 0x57, 0x41, 0x56, 0x45],
  ['audio/mpeg', 0x49, 0x44, 0x33],
  ['audio/mpeg', 0xff, 0xfb],
  ['audio/mpeg', 0xff, 0xf3],
  ['audio/ogg', 0x4f, 0x67, 0x67, 0x53],
  ['audio/flac', 0x66, 0x4c, 0x61, 0x43],
  ['video/mp4', -1, -1, -1, -1, 0x66, 0x74, 0x79, 0x70],
]

/** Bytes and media type of a file of an answer. */
export interface MediaBytes {
  readonly data: Uint8Array
  /** Undefined if it is not given and the content is of no known type. */
  readonly mediaType: string | undefined
}

/** Returns the bytes of a file of an answer; a `file` was read when its fixture was loaded. */
export function toMediaBytes({ bytes, base64 = '', mediaType }: FixtureFile): MediaBytes {
  const data = bytes ?? Buffer.from(base64, 'base64')
  return { data, mediaType: mediaType ?? detectMediaType(data) }
}

function detectMediaType(data: Uint8Array): string | undefined {
  const isMatch = (bytes: readonly number[]) => bytes.every((byte, index) => byte === -1 || byte === data[index])
  return signatures.find(([, ...bytes]) => isMatch(bytes))?.[0]
}
