/** A value that changes over time, in the form in which user interface frameworks read it. */
export interface Store<State> {
  /**
   * Adds a listener that is called after each change.
   *
   * @returns A function that removes the listener.
   */
  subscribe(listener: () => void): () => void
  /** Returns the current state: the same object until the next change. */
  getSnapshot(): State
  /** Returns the state at creation, for server rendering and hydration. */
  getInitialSnapshot(): State
}

/** A store with work in progress, which ends when its last user is gone. */
export interface LiveStore<State> extends Store<State> {
  /**
   * Registers a user, such as a mounted component. With the first user, stored state is loaded; when the last one has
   * released the store, everything in progress ends: requests, sockets, timers, tracks and listeners. A release that is
   * followed by another `retain` in the same task changes nothing.
   *
   * @returns A function that releases the store. Idempotent.
   */
  retain(): () => void
}
