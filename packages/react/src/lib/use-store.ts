import type { Store } from '@mira/ui-core'
import { useSyncExternalStore } from 'react'

/** Returns the state of a store, and renders again when it changes: at most once per frame. */
export function useStore<State>({ subscribe, getSnapshot, getInitialSnapshot }: Store<State>): State {
  return useSyncExternalStore(subscribe, getSnapshot, getInitialSnapshot)
}
