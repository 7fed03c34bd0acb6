import { ApiError } from '../api-error.ts'

const quote = 0x22
const backslash = 0x5c
const openers = new Set([0x5b, 0x7b])
const closers = new Set([0x5d, 0x7d])

/**
 * Rejects JSON text that is nested too deeply or contains a null character, raw or escaped, before it is parsed.
 * Brackets inside strings do not count. Text that is not JSON passes; the parser rejects it.
 *
 * @throws {ApiError} 400 for text that is rejected.
 */
export function guardJsonText(text: string, maxDepth: number): void {
  if (text.includes('\0')) throw nullCharacter()
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = skipString(text, at)
    else if (openers.has(code)) {
      if (++depth > maxDepth) throw new ApiError(400, `JSON nesting exceeds ${maxDepth} levels`)
    } else if (closers.has(code)) depth--
  }
}

/** Returns the index of the quote that ends the string starting at `start`. */
function skipString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) return at
    if (code !== backslash) continue
    if (text.startsWith('u0000', at + 1)) throw nullCharacter()
    at++
  }
  return text.length
}

function nullCharacter(): ApiError {
  return new ApiError(400, 'The body contains a null character')
}
