/** Finds a stop sequence in a stream of UTF-16 units, in linear time (Knuth, Morris and Pratt). */
export class StopSequence {
  readonly #sequence: string
  /** For each beginning of the sequence, the length of the longest shorter beginning that it ends with. */
  readonly #fallbacks: Uint32Array
  #matched = 0

  /** @param sequence - Text of at least one unit. */
  constructor(sequence: string) {
    this.#sequence = sequence
    this.#fallbacks = new Uint32Array(sequence.length + 1)
    for (let length = 1, known = 0; length < sequence.length; length++) {
      known = this.#advance(known, sequence[length] ?? '')
      this.#fallbacks[length + 1] = known
    }
  }

  get length(): number {
    return this.#sequence.length
  }

  /** Number of units at the end of the stream that may be the beginning of the sequence. */
  get matched(): number {
    return this.#matched
  }

  /** Reads a unit, and returns whether it completes the sequence. */
  read(unit: string): boolean {
    this.#matched = this.#advance(this.#matched, unit)
    return this.#matched === this.#sequence.length
  }

  #advance(from: number, unit: string): number {
    let matched = from
    while (matched > 0 && this.#sequence[matched] !== unit) matched = this.#fallbacks[matched] ?? 0
    return this.#sequence[matched] === unit ? matched + 1 : 0
  }
}
