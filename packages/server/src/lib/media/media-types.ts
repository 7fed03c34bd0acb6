const extensions: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'audio/aac': 'aac',
  'video/mp4': 'mp4',
}

/** Extension of files of a media type, without the dot; `bin` for a type that is not served here. */
export function toExtension(mediaType: string): string {
  return extensions[mediaType] ?? 'bin'
}
