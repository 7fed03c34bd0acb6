/**
 * Turns changing partial transcripts into stable words: emits the common prefix of two consecutive transcripts, except
 * the last word, which later audio may still change.
 */
export class StablePartial {
  #last: readonly string[] = []
  #emitted = 0

  /** Processes a partial transcript and returns the newly stable words, with the space before them. */
  advance(partial: string): string {
    const words = partial.split(/\s+/).filter(Boolean)
    const different = words.findIndex((word, index) => word !== this.#last[index])
    const agreed = different < 0 ? words.length : different
    this.#last = words
    const stable = Math.min(agreed, words.length - 1)
    if (stable <= this.#emitted) return ''
    const fresh = words.slice(this.#emitted, stable)
    const delta = (this.#emitted > 0 ? ' ' : '') + fresh.join(' ')
    this.#emitted = stable
    return delta
  }

  /**
   * Returns the rest of the final transcript: all of it if no word was emitted, nothing if an emitted word proved
   * wrong.
   */
  finish(text: string): string {
    if (this.#emitted === 0) return text
    const emitted = this.#last.slice(0, this.#emitted)
    const words = text.split(/\s+/).filter(Boolean)
    const holds = emitted.every((word, index) => plain(words[index] ?? '') === plain(word))
    const rest = words.slice(this.#emitted)
    return holds && rest.length > 0 ? ` ${rest.join(' ')}` : ''
  }
}

const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}']/gu, '')
