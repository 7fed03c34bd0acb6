/**
 * Turns changing partial transcripts into stable words: emits the common prefix of two consecutive transcripts, except
 * the last word, which later audio may still change.
 */
export class StablePartial {
  #last: readonly string[] = []
  #told = 0

  /** Processes a partial transcript and returns the newly stable words, with the space before them. */
  advance(guess: string): string {
    const words = guess.split(/\s+/).filter(Boolean)
    const different = words.findIndex((word, index) => word !== this.#last[index])
    const agreed = different < 0 ? words.length : different
    this.#last = words
    const stable = Math.min(agreed, words.length - 1)
    if (stable <= this.#told) return ''
    const fresh = words.slice(this.#told, stable)
    const delta = (this.#told > 0 ? ' ' : '') + fresh.join(' ')
    this.#told = stable
    return delta
  }

  /**
   * Returns the rest of the final transcript: all of it if no word was emitted, nothing if an emitted word proved
   * wrong.
   */
  finish(text: string): string {
    if (this.#told === 0) return text
    const told = this.#last.slice(0, this.#told)
    const words = text.split(/\s+/).filter(Boolean)
    const holds = told.every((word, index) => plain(words[index] ?? '') === plain(word))
    const rest = words.slice(this.#told)
    return holds && rest.length > 0 ? ` ${rest.join(' ')}` : ''
  }
}

const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}']/gu, '')
