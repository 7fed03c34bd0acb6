const maxLength = 4_096

/** Last part of a process's output, for the log. */
export class OutputTail {
  #text = ''

  add(chunk: string): void {
    this.#text = (this.#text + chunk).slice(-maxLength)
  }

  toString(): string {
    return this.#text.trim()
  }
}
