import { createDeferred } from './deferred.ts'

/** A point in a script where the server waits for the test. Created by {@link createGate}. */
export class Gate {
  readonly #opened = createDeferred()
  readonly #reached = createDeferred()
  #isOpen = false

  /** Whether {@link Gate.open} was called. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Resolves when a script first reaches the gate: everything before it has been written by then. */
  get reached(): Promise<void> {
    return this.#reached.promise
  }

  /** Opens the gate for all scripts, including those that reach it later. */
  open(): void {
    this.#isOpen = true
    this.#opened.resolve()
  }

  /** Marks the gate as reached, and resolves once it is open. Called by scripts. */
  arrive(): Promise<void> {
    this.#reached.resolve()
    return this.#opened.promise
  }
}

/**
 * Creates a gate, an alternative to sleeping in a test: `{ sse: [first, gate, second] }` sends `second` after
 * `gate.open()`.
 *
 * @returns A closed gate.
 */
export function createGate(): Gate {
  return new Gate()
}
