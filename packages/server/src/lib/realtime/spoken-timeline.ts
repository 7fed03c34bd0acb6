interface Stretch {
  readonly text: string
  endMs: number
}

/** Which words of an answer lie where in its sound, sentence by sentence. */
export class SpokenTimeline {
  readonly #stretches: Stretch[] = []

  /** Length of the sound so far. */
  get durationMs(): number {
    return this.#stretches.at(-1)?.endMs ?? 0
  }

  /** A sentence begins. */
  begin(text: string): void {
    this.#stretches.push({ text, endMs: this.durationMs })
  }

  /** Sound of the sentence that began last. */
  extend(durationMs: number): void {
    const last = this.#stretches.at(-1)
    if (last) last.endMs += durationMs
  }

  /** The words heard until a moment; within a sentence as many as its share of time. */
  textUntil(ms: number): string {
    let startMs = 0
    let text = ''
    for (const stretch of this.#stretches) {
      const share = Math.min(1, (ms - startMs) / Math.max(1, stretch.endMs - startMs))
      if (share <= 0) break
      const words = stretch.text.match(/\s*\S+\s*/g) ?? []
      text += share === 1 ? stretch.text : words.slice(0, Math.floor(words.length * share)).join('')
      startMs = stretch.endMs
    }
    return text.trim()
  }
}
