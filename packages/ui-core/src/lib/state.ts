import { onNextFrame } from './on-next-frame.ts'
import type { Store } from './store.ts'

/**
 * State of a store. Only published states are readable, so that a component which renders for another reason does not
 * see, and then render, each of the changes that are waiting for the next frame.
 */
export class State<Fields extends object> implements Store<Fields> {
  readonly #initial: Fields
  readonly #listeners = new Set<() => void>()
  #published: Fields
  #read: (() => Partial<Fields>) | undefined
  #cancelFrame: (() => void) | undefined

  constructor(initial: Fields) {
    this.#initial = initial
    this.#published = initial
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    // A wrapper, so that one function can be added more than once.
    const call = (): void => listener()
    this.#listeners.add(call)
    return () => void this.#listeners.delete(call)
  }

  readonly getSnapshot = (): Fields => this.#published

  readonly getInitialSnapshot = (): Fields => this.#initial

  /** Publishes changes now, after those that are waiting for the next frame. */
  set(changes: Partial<Fields>): void {
    const waiting = this.#read?.()
    this.#stopWaiting()
    this.#published = { ...this.#published, ...waiting, ...changes }
    for (const listener of [...this.#listeners]) listener()
  }

  /**
   * Publishes changes with the next frame.
   *
   * @param read - Called once for the frame, so that a change costs nothing before it. A later call replaces it.
   */
  setInFrame(read: () => Partial<Fields>): void {
    this.#read = read
    this.#cancelFrame ??= onNextFrame(() => this.set({}))
  }

  #stopWaiting(): void {
    this.#cancelFrame?.()
    this.#cancelFrame = undefined
    this.#read = undefined
  }
}
