/** Ids of the items under way, so that two items of the same id are not called for at the same time. */
export class ClaimedIds {
  readonly #claims = new Map<string, Promise<void>>()

  /** Waits until no other task has claimed the id, and claims it. Returns a function that releases it. */
  async claim(id: string): Promise<() => void> {
    for (let other = this.#claims.get(id); other; other = this.#claims.get(id)) await other
    let resolve: () => void = () => {}
    const claim = new Promise<void>((done) => {
      resolve = done
    })
    this.#claims.set(id, claim)
    return () => {
      this.#claims.delete(id)
      resolve()
    }
  }
}
