import { InputError } from '../input-error.ts'

/** Length of a name without its extension and its number, in bytes of UTF-8: file systems allow 255 for the whole. */
const maxBytes = 120

/** Names of devices on Windows, with any extension. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)$/i

/**
 * Creates a file name without extension from text, such as a prompt. Letters and digits of all scripts are kept; the
 * name has no path separator and no leading dot.
 *
 * @param fallback - Name if the text has no letter or digit.
 */
export function toFileName(text: string, fallback: string): string {
  const words = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^[-\p{M}]+|-+$/gu, '')
  const name = cutToBytes(words, maxBytes).replace(/-+$/, '')
  if (name === '') return fallback
  return deviceName.test(name) ? `${name}-file` : name
}

/**
 * Checks a file name that a caller has chosen, and removes its extension: that of the result is added.
 *
 * @throws {InputError} when it is a path.
 */
export function checkFileName(name: string): string {
  if (/[\\/\0]/.test(name) || name.startsWith('.')) {
    throw new InputError(
      `file_name must be a plain name such as "sunset", not "${name.slice(0, 80)}": results are saved in the output directory`,
    )
  }
  return toFileName(name.replace(/\.[a-z\d]{1,5}$/i, ''), 'result')
}

/** Cuts text between characters. */
function cutToBytes(text: string, limit: number): string {
  let bytes = 0
  let end = 0
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > limit) break
    end += character.length
  }
  return text.slice(0, end)
}
