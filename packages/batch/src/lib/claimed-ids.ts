/** Ids of the items under way, so that two items of the same id are not called for at the same time. */
export class ClaimedIds {
  /** Tasks that wait for each claimed id. */
  readonly #waiting = new Map<string, (() => void)[]>()

  /** Claims an id: at once, then it returns `undefined`, or when no other task has claimed it any more. */
  claim(id: string): Promise<void> | undefined {
    const waiting = this.#waiting.get(id)
    if (waiting) return new Promise<void>((resolve) => waiting.push(resolve)).then(() => this.claim(id))
    this.#waiting.set(id, [])
    return undefined
  }

  /** Releases a claimed id. */
  release(id: string): void {
    const waiting = this.#waiting.get(id) ?? []
    this.#waiting.delete(id)
    for (const wake of waiting) wake()
  }
}
