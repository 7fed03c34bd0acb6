interface Stretch {
  readonly text: string
  endMs: number
}

/** Timeline of the words of an answer in its audio, sentence by sentence. */
export class SpokenTimeline {
  readonly #stretches: Stretch[] = []

  /** Duration of the audio so far. */
  get durationMs(): number {
    return this.#stretches.at(-1)?.endMs ?? 0
  }

  /** Starts a sentence. */
  begin(text: string): void {
    this.#stretches.push({ text, endMs: this.durationMs })
  }

  /** Adds audio to the current sentence. */
  extend(durationMs: number): void {
    const last = this.#stretches.at(-1)
    if (last) last.endMs += durationMs
  }

  /** Returns the words heard up to a time; within a sentence, in proportion to its duration. */
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
