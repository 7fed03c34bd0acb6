/** An audio level that changes too often for React state. */
export class Level {
  #value = 0
  #listener: ((value: number) => void) | undefined

  /** Sets the level, from 0 to 1. */
  set(value: number): void {
    this.#value = value
    this.#listener?.(value)
  }

  /** Sets the listener. @returns A function that removes it. */
  listen(listener: (value: number) => void): () => void {
    this.#listener = listener
    listener(this.#value)
    return () => {
      this.#listener = undefined
    }
  }
}
