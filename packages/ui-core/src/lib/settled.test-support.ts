import type { Store } from './store.ts'

/** Waits until the state of a store is as expected, and returns it. */
export function until<State>(store: Store<State>, isReached: (state: State) => boolean): Promise<State> {
  return new Promise((resolve) => {
    const check = (): void => {
      const state = store.getSnapshot()
      if (!isReached(state)) return
      off()
      resolve(state)
    }
    const off = store.subscribe(check)
    queueMicrotask(check)
  })
}
