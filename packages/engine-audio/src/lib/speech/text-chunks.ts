/** Maximum length of a chunk, in characters: split into sentences in a few milliseconds. */
export const maxChunkLength = 20_000

/** Places to cut, the best first. */
const boundaries = ['\n', '. ', '! ', '? ', '。', ' ']

/**
 * Splits a long text into chunks after a line, sentence or word, so that no task holds up other callers. Concatenated, the
 * chunks are the text.
 */
export function* textChunks(text: string): Generator<string, void, undefined> {
  for (let start = 0; start < text.length; ) {
    const chunk = text.slice(start, start + maxChunkLength)
    const end = start + chunk.length === text.length ? chunk.length : cutPoint(chunk)
    yield chunk.slice(0, end)
    start += end
  }
}

/** Finds the last boundary in the second half of a chunk, so that chunks do not become too many. */
function cutPoint(chunk: string): number {
  for (const boundary of boundaries) {
    const at = chunk.lastIndexOf(boundary)
    if (at >= chunk.length / 2) return at + boundary.length
  }
  // Never between the two halves of a surrogate pair.
  return /[\ud800-\udbff]$/.test(chunk) ? chunk.length - 1 : chunk.length
}
