/** Ends of sentences before more text; abbreviations with a full stop do not end one. */
const sentenceEnd = /(?<!\b(?:Mr|Mrs|Ms|Dr|St|vs|No|e\.g|i\.e))[.!?…]+["'”’)\]]*\s+|\n+\s*/

/** Cuts text into sentences while it comes in. */
export class SentenceCutter {
  #rest = ''

  /** @returns Sentences that are whole, with the space after them. */
  push(text: string): string[] {
    this.#rest += text
    const sentences: string[] = []
    for (;;) {
      const end = sentenceEnd.exec(this.#rest)
      if (!end) return sentences
      const length = end.index + end[0].length
      sentences.push(this.#rest.slice(0, length))
      this.#rest = this.#rest.slice(length)
    }
  }

  /** What is left. */
  finish(): string {
    const rest = this.#rest
    this.#rest = ''
    return rest
  }
}
