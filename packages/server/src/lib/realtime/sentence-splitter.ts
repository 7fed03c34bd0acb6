/** Sentence boundaries; abbreviations with a period are excluded. */
const sentenceEnd = /(?<!\b(?:Mr|Mrs|Ms|Dr|St|vs|No|e\.g|i\.e))[.!?…]+["'”’)\]]*\s+|\n+\s*/

/** Splits streamed text into sentences. */
export class SentenceSplitter {
  #rest = ''

  /** Adds text and returns the sentences that are complete, with the space after them. */
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

  /** Returns the remaining text. */
  flush(): string {
    const rest = this.#rest
    this.#rest = ''
    return rest
  }
}
