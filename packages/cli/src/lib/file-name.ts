const extensions: Readonly<Record<string, string>> = {
  'audio/aac': 'aac',
  'audio/flac': 'flac',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'audio/pcm': 'pcm',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
}

/** Returns the file extension for a media type; `fallback` if it is unknown. */
export function extensionFor(mediaType: string | undefined, fallback: string): string {
  const type = mediaType?.split(';')[0]?.trim().toLowerCase() ?? ''
  return (Object.hasOwn(extensions, type) && extensions[type]) || fallback
}

const maxLength = 40
/** Names of devices on Windows, which cannot be names of files. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/** Returns a name for a file, without extension, from a prompt in any script: `Маяк на закате!` becomes `Маяк-на-закате`. */
export function nameFromPrompt(prompt: string): string {
  const words = prompt.normalize('NFC').match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  let name = ''
  for (const word of words) {
    const longer = name === '' ? Array.from(word).slice(0, maxLength).join('') : `${name}-${word}`
    if (Array.from(longer).length > maxLength) break
    name = longer
  }
  return name === '' || reserved.test(name) ? 'mira' : name
}

/** Inserts a number before the extension: `cat.png` becomes `cat-2.png`. */
export function numberedName(path: string, number: number): string {
  const [, stem = path, extension = ''] = /^(.*[^/\\])(\.[^./\\]+)$/s.exec(path) ?? []
  return `${stem}-${number}${extension}`
}
