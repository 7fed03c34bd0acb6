import type { LiveStore } from '@mira/ui-core'
import { type ComputedRef, computed, getCurrentInstance, onMounted, onScopeDispose, shallowRef } from 'vue'

/** State of a store, each field as a ref. */
export type StateRefs<State> = { readonly [Field in keyof State]: ComputedRef<State[Field]> }

/**
 * Returns the fields of a store as refs, which change at most once per frame. While the component is mounted, it keeps the
 * store in use; afterwards everything in progress ends, unless others use the store. For use in `setup`, or in an effect
 * scope, which uses the store at once.
 */
export function useStore<State extends object>(store: LiveStore<State>): StateRefs<State> {
  // The state at creation, so that hydration renders like the server.
  const state = shallowRef(store.getInitialSnapshot())
  const read = (): void => {
    state.value = store.getSnapshot()
  }
  let releases: (() => void)[] = []
  const use = (): void => {
    releases = [store.subscribe(read), store.retain()]
    read()
  }
  if (getCurrentInstance()) onMounted(use)
  else use()
  onScopeDispose(() => {
    for (const release of releases) release()
  })
  const toRef = (field: string) => [field, computed(() => state.value[field as keyof State])]
  return Object.fromEntries(Object.keys(state.value).map(toRef)) as StateRefs<State>
}
