import { State } from './state.ts'
import type { Store } from './store.ts'

/** Loudness of both sides of a call, from 0 to 1. */
export interface CallLevels {
  readonly microphone: number
  readonly speaker: number
}

/** Levels of a call, which change with each frame: a store of its own, so that only a meter renders as often. */
export interface CallLevelsWriter extends Store<CallLevels> {
  set(changes: Partial<CallLevels>): void
  reset(): void
}

/** Creates a {@link CallLevelsWriter}. */
export function createCallLevels(): CallLevelsWriter {
  const silent: CallLevels = { microphone: 0, speaker: 0 }
  const state = new State(silent)
  let latest = silent
  return {
    subscribe: state.subscribe,
    getSnapshot: state.getSnapshot,
    getInitialSnapshot: state.getInitialSnapshot,
    set(changes) {
      latest = { ...latest, ...changes }
      state.setInFrame(() => latest)
    },
    reset() {
      latest = silent
      state.set(silent)
    },
  }
}
