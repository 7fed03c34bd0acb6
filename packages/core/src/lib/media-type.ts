const mediaTypes: Readonly<Record<string, string>> = {
  aac: 'audio/aac',
  aiff: 'audio/aiff',
  amr: 'audio/amr',
  flac: 'audio/flac',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
  heic: 'image/heic',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  tiff: 'image/tiff',
  webp: 'image/webp',
  mkv: 'video/x-matroska',
  mov: 'video/quicktime',
  mp4: 'video/mp4',
  webm: 'video/webm',
  csv: 'text/csv',
  json: 'application/json',
  jsonl: 'application/jsonl',
  md: 'text/markdown',
  pdf: 'application/pdf',
  txt: 'text/plain',
  zip: 'application/zip',
}

/** Returns the media type for the extension of a file name, or `undefined` when it is unknown. */
export function mediaTypeOf(fileName: string): string | undefined {
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(mediaTypes, extension) ? mediaTypes[extension] : undefined
}

/** Returns the file extension for a media type, including the dot, or an empty string when it is unknown. */
export function extensionOf(mediaType: string): string {
  const type = (mediaType.split(';')[0] as string).trim().toLowerCase()
  const subtype = type.slice(type.indexOf('/') + 1)
  // Recorders use audio/webm and audio/mp4, whose file extensions are those of the video types.
  if (Object.hasOwn(mediaTypes, subtype)) return `.${subtype}`
  const entry = Object.entries(mediaTypes).find((entry) => entry[1] === type)
  return entry ? `.${entry[0]}` : ''
}
