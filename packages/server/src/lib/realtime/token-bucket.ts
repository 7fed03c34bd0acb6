/** Token bucket: limits a rate per second, with bursts up to a capacity. */
export class TokenBucket {
  readonly #capacity: number
  readonly #perSecond: number
  #tokens: number
  #updatedAt: number = performance.now()

  constructor(capacity: number, perSecond: number) {
    this.#capacity = capacity
    this.#perSecond = perSecond
    this.#tokens = capacity
  }

  /**
   * Takes tokens if enough are available.
   *
   * @returns Whether enough were available.
   */
  take(amount: number): boolean {
    const now = performance.now()
    this.#tokens = Math.min(this.#capacity, this.#tokens + ((now - this.#updatedAt) / 1_000) * this.#perSecond)
    this.#updatedAt = now
    if (this.#tokens < amount) return false
    this.#tokens -= amount
    return true
  }
}
