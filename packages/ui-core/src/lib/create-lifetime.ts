/** Called when the first user arrives and after the last one has left. */
export interface LifetimeEvents {
  readonly onStart: () => void
  readonly onEnd: () => void
}

/**
 * Counts the users of a store. Changes take effect in a microtask: React's StrictMode, and hot reloading, release and
 * retain within one task, which must neither end work in progress nor start it twice.
 *
 * @returns A function that registers a user, and returns the function that releases it.
 */
export function createLifetime({ onStart, onEnd }: LifetimeEvents): () => () => void {
  let users = 0
  let isStarted = false
  const settle = (): void => {
    if (users > 0 === isStarted) return
    isStarted = !isStarted
    if (isStarted) onStart()
    else onEnd()
  }
  return () => {
    let isReleased = false
    users += 1
    queueMicrotask(settle)
    return () => {
      if (isReleased) return
      isReleased = true
      users -= 1
      queueMicrotask(settle)
    }
  }
}
