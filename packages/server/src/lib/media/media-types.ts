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

/** Returns the file extension of a media type, without the dot; `bin` for an unknown type. */
export function toExtension(mediaType: string): string {
  return extensions[mediaType] ?? 'bin'
}
