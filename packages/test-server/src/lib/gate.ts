import { createDeferred } from './deferred.ts'

/** A point in a script where the server waits for the test. Made by {@link createGate}. */
export class Gate {
  readonly #opened = createDeferred()
  readonly #reached = createDeferred()
  #isOpen = false

  /** Whether {@link Gate.open} was called. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Resolves when a script first arrives here: all that stands before the gate has been written by then. */
  get reached(): Promise<void> {
    return this.#reached.promise
  }

  /** Lets every script through, those that wait now and those that come later. */
  open(): void {
    this.#isOpen = true
    this.#opened.resolve()
  }

  /** Called by a script on arrival: marks the gate as reached and resolves once it is open. */
  arrive(): Promise<void> {
    this.#reached.resolve()
    return this.#opened.promise
  }
}

/**
 * Makes a gate, the replacement for sleeping in a test: `{ sse: [first, gate, second] }` sends `second` after `gate.open()`.
 *
 * @returns A closed gate.
 */
export function createGate(): Gate {
  return new Gate()
}
