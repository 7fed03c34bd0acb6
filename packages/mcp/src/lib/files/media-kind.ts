/** Kind of file that an argument needs. */
export type MediaKind = 'image' | 'audio'

/** Signatures of file formats in their first bytes. Audio tools accept video containers, whose audio they use. */
const signatures: readonly (readonly [RegExp, MediaKind, string])[] = [
  [/^\x89PNG\r\n/, 'image', 'image/png'],
  [/^\xff\xd8\xff/, 'image', 'image/jpeg'],
  [/^GIF8[79]a/, 'image', 'image/gif'],
  [/^RIFF[\s\S]{4}WEBP/, 'image', 'image/webp'],
  [/^BM[\s\S]{4}\0\0\0\0/, 'image', 'image/bmp'],
  [/^(II\*\0|MM\0\*)/, 'image', 'image/tiff'],
  [/^[\s\S]{4}ftypavi[fs]/, 'image', 'image/avif'],
  [/^[\s\S]{4}ftyp(hei[cxms]|he[iv][cx]|mif1|msf1)/, 'image', 'image/heic'],
  [/^[\s\S]{4}ftypM4[AB]/, 'audio', 'audio/mp4'],
  [/^[\s\S]{4}ftypqt/, 'audio', 'video/quicktime'],
  [/^[\s\S]{4}ftyp/, 'audio', 'video/mp4'],
  [/^[\s\S]E\xdf\xa3/, 'audio', 'video/webm'],
  [/^(RIFF|RF64)[\s\S]{4}WAVE/, 'audio', 'audio/wav'],
  [/^FORM[\s\S]{4}AIF[FC]/, 'audio', 'audio/aiff'],
  [/^#!AMR/, 'audio', 'audio/amr'],
  [/^OggS/, 'audio', 'audio/ogg'],
  [/^fLaC/, 'audio', 'audio/flac'],
  [/^\xff[\xf0\xf1\xf8\xf9]/, 'audio', 'audio/aac'],
  [/^ID3|^\xff[\xe2-\xfb]/, 'audio', 'audio/mpeg'],
]

/**
 * Returns the media type of a file of the given kind by its first bytes; `undefined` for any other file. The name does
 * not count: a tool must not send a private file that a prompt calls an image.
 */
export function sniffMedia(bytes: Uint8Array, kind: MediaKind): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12))
  return signatures.find(([pattern, signedKind]) => signedKind === kind && pattern.test(start))?.[2]
}
