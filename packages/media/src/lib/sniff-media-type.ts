/** Signatures of file formats. AAC is distinguished from MP3 by its layer bits, which are zero. */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[\s\S]{4}WEBP/, 'image/webp'],
  [/^RIFF[\s\S]{4}WAVE/, 'audio/wav'],
  [/^OggS/, 'audio/ogg'],
  [/^fLaC/, 'audio/flac'],
  [/^\xff[\xf0\xf1\xf8\xf9]/, 'audio/aac'],
  [/^ID3|^\xff[\xe0-\xff]/, 'audio/mpeg'],
]

/** Detects the media type of an image or audio file from its first bytes; `undefined` for any other. */
export function sniffMediaType(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12))
  return beginnings.find(([pattern]) => pattern.test(start))?.[1]
}
