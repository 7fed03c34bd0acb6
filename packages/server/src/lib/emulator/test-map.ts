/** Tests whose state is kept; the one that was used least recently is forgotten first. */
const maxTests = 10_000

/** State by test. Calls without a test share one state. */
export class TestMap<State> {
  readonly #create: () => State
  readonly #states = new Map<string, State>()

  /** @param create - Creates the initial state of a test. */
  constructor(create: () => State) {
    this.#create = create
  }

  /** Returns the state of a test, creating it if necessary. */
  get(testId: string | undefined): State {
    const key = toKey(testId)
    const state = this.#states.get(key) ?? this.#create()
    this.#states.delete(key)
    this.#states.set(key, state)
    if (this.#states.size > maxTests) this.#states.delete(this.#states.keys().next().value!)
    return state
  }

  /** Returns the state of a test, if it has one. */
  peek(testId: string | undefined): State | undefined {
    return this.#states.get(toKey(testId))
  }

  /** Returns the states of all tests. */
  values(): IterableIterator<State> {
    return this.#states.values()
  }

  /**
   * Copies the state of one test, or of all. Returns a function that restores it, as often as it is called.
   *
   * @param copy - Copies one state.
   */
  save(testId: string | undefined, copy: (state: State) => State): () => void {
    const keys = testId === undefined ? [...this.#states.keys()] : [toKey(testId)]
    const saved = keys.flatMap((key) => {
      const state = this.#states.get(key)
      return state === undefined ? [] : [[key, copy(state)] as const]
    })
    return () => {
      this.reset(testId)
      for (const [key, state] of saved) this.#states.set(key, copy(state))
    }
  }

  /** Forgets the state of one test, or of all. */
  reset(testId?: string): void {
    if (testId === undefined) this.#states.clear()
    else this.#states.delete(toKey(testId))
  }
}

function toKey(testId: string | undefined): string {
  return testId === undefined ? '' : `test ${testId}`
}
