/** Token bucket: limits a rate per second, with bursts up to a capacity. */
export class TokenBucket {
  readonly #capacity: number
  readonly #perSecond: number
  #left: number
  #at: number = performance.now()

  constructor(capacity: number, perSecond: number) {
    this.#capacity = capacity
    this.#perSecond = perSecond
    this.#left = capacity
  }

  /**
   * Takes tokens if enough are available.
   *
   * @returns Whether enough were available.
   */
  take(amount: number): boolean {
    const now = performance.now()
    this.#left = Math.min(this.#capacity, this.#left + ((now - this.#at) / 1_000) * this.#perSecond)
    this.#at = now
    if (this.#left < amount) return false
    this.#left -= amount
    return true
  }
}
