/** API key that was created for a test. */
export interface TestKey {
  readonly testId: string
  readonly userId: string
}

/** Keys that are kept; the oldest are forgotten first. */
const maxKeys = 10_000

/** API keys that were created for tests: a request with such a key belongs to its test. */
export class TestKeys {
  readonly #keys = new Map<string, TestKey>()

  /** Assigns a key to a test, instead of an earlier one. */
  add(key: string, owner: TestKey): void {
    this.#keys.delete(key)
    this.#keys.set(key, owner)
    if (this.#keys.size > maxKeys) this.#keys.delete(this.#keys.keys().next().value!)
  }

  /** Returns the test of a key. */
  testOf(key: string): string | undefined {
    return this.#keys.get(key)?.testId
  }

  /** Lists the users of one test, or of all. */
  usersOf(testId?: string): string[] {
    const owners = [...this.#keys.values()].filter((owner) => testId === undefined || owner.testId === testId)
    return [...new Set(owners.map(({ userId }) => userId))]
  }
}
