/** Signatures of file formats. AAC is distinguished from MP3 by its layer bits, which are zero. */
const beginnings: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[\s\S]{4}WEBP/, 'image/webp'],
  [/^BM[\s\S]{4}\0\0\0\0/, 'image/bmp'],
  [/^(II\*\0|MM\0\*)/, 'image/tiff'],
  [/^[\s\S]{4}ftypavi[fs]/, 'image/avif'],
  [/^[\s\S]{4}ftyp(hei[cxms]|he[iv][cx]|mif1|msf1)/, 'image/heic'],
  [/^[\s\S]{4}ftypM4[AB]/, 'audio/mp4'],
  [/^[\s\S]{4}ftypqt/, 'video/quicktime'],
  [/^[\s\S]{4}ftyp/, 'video/mp4'],
  [/^[\s\S]E\xdf\xa3/, 'video/webm'],
  [/^(RIFF|RIFX|RF64|BW64)[\s\S]{4}WAVE/, 'audio/wav'],
  [/^FORM[\s\S]{4}AIF[FC]/, 'audio/aiff'],
  [/^#!AMR/, 'audio/amr'],
  [/^OggS/, 'audio/ogg'],
  [/^fLaC/, 'audio/flac'],
  [/^\xff[\xf0\xf1\xf8\xf9]/, 'audio/aac'],
  [/^ID3|^\xff[\xe0-\xff]/, 'audio/mpeg'],
]

/** Detects the media type of an image, audio or video file from its first 12 bytes; `undefined` for any other. */
export function sniffMediaType(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 12))
  return beginnings.find(([pattern]) => pattern.test(start))?.[1]
}
