/** A loudness that changes too often to be part of what React draws. */
export class Level {
  #value = 0
  #listener: ((value: number) => void) | undefined

  /** From 0 to 1. */
  set(value: number): void {
    this.#value = value
    this.#listener?.(value)
  }

  /** @returns What ends the listening. */
  listen(listener: (value: number) => void): () => void {
    this.#listener = listener
    listener(this.#value)
    return () => {
      this.#listener = undefined
    }
  }
}
