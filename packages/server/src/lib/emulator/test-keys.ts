/** API key that was created for a test. */
export interface TestKey {
  readonly testId: string
  readonly userId: string
  readonly keyId: string
}

/** Keys that are kept; the oldest are forgotten first. */
const maxKeys = 10_000

/** API keys that were created for tests: a request with such a key belongs to its test. */
export class TestKeys {
  readonly #keys = new Map<string, TestKey>()
  /** Keys by test, so that a test is found without looking at all others. */
  readonly #byTest = new Map<string, Map<string, TestKey>>()

  /** Assigns a key to a test, instead of an earlier one. */
  add(key: string, owner: TestKey): void {
    this.#remove(key)
    this.#keys.set(key, owner)
    const keys = this.#byTest.get(owner.testId) ?? new Map<string, TestKey>()
    this.#byTest.set(owner.testId, keys.set(key, owner))
    if (this.#keys.size > maxKeys) this.#remove(this.#keys.keys().next().value!)
  }

  /** Returns the test of a key. */
  testOf(key: string): string | undefined {
    return this.#keys.get(key)?.testId
  }

  /** Lists the keys of one test, or of all. */
  list(testId?: string): TestKey[] {
    return [...this.#entries(testId)].map(([, owner]) => owner)
  }

  /** Lists the users of one test, or of all. */
  usersOf(testId?: string): string[] {
    return [...new Set(this.list(testId).map(({ userId }) => userId))]
  }

  /** Saves the keys of one test, or of all. Returns a function that restores them. */
  save(testId?: string): () => void {
    const saved = [...this.#entries(testId)]
    return () => {
      for (const [key] of [...this.#entries(testId)]) this.#remove(key)
      for (const [key, owner] of saved) this.add(key, owner)
    }
  }

  #entries(testId: string | undefined): Iterable<[string, TestKey]> {
    return testId === undefined ? this.#keys : (this.#byTest.get(testId) ?? [])
  }

  #remove(key: string): void {
    const owner = this.#keys.get(key)
    if (owner === undefined) return
    this.#keys.delete(key)
    const keys = this.#byTest.get(owner.testId)
    keys?.delete(key)
    if (keys?.size === 0) this.#byTest.delete(owner.testId)
  }
}
