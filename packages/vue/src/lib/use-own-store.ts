import type { Client } from '@mira/core'
import type { LiveStore } from '@mira/ui-core'
import { isRef, type MaybeRefOrGetter, toValue, watch } from 'vue'
import { useMira } from './use-mira.ts'
import { type StateRefs, useStore } from './use-store.ts'

/** Option of every composable, in addition to those of its store. */
export interface ComposableOptions {
  /** Client to use, fixed at the start. Defaults to that of `createMira`. */
  readonly client?: Client | undefined
}

/** A store with options that may change. */
interface UpdatableStore<Options, State> extends LiveStore<State> {
  readonly update: (options: Options) => void
}

/** Stores of the composables: how each is created, and the names of its actions. */
interface Binding<Options, Own, Actions> {
  readonly create: (client: Client, options: Options) => Own
  readonly actions: readonly Actions[]
}

/**
 * Returns the state and the actions of a composable: of the given store, or of one that is created for the component.
 *
 * @throws {TypeError} when there is neither a client nor the plugin.
 */
export function useOwnStore<
  Options extends object,
  State extends object,
  Own extends UpdatableStore<Options, State>,
  Actions extends keyof Own,
>(
  given: Own | MaybeRefOrGetter<Options & ComposableOptions>,
  { create, actions }: Binding<Options, Own, Actions>,
): StateRefs<State> & Pick<Own, Actions> & { readonly store: Own } {
  const store = isStore<Own>(given) ? given : openStore(given, create)
  const bound = Object.fromEntries(actions.map((name) => [name, store[name]])) as Pick<Own, Actions>
  return { ...useStore<State>(store), ...bound, store }
}

const isStore = <Own>(given: unknown): given is Own =>
  typeof given === 'object' && given !== null && 'getSnapshot' in given

function openStore<Options extends object, Own extends UpdatableStore<Options, unknown>>(
  given: MaybeRefOrGetter<Options & ComposableOptions>,
  create: (client: Client, options: Options) => Own,
): Own {
  const read = (): Options => {
    const { client: _, ...options } = toValue(given)
    return options as unknown as Options
  }
  const store = create(toValue(given).client ?? useMira(), read())
  // At once, so that an action after a change has the new options.
  if (isRef(given) || typeof given === 'function') watch(read, (options) => store.update(options), { flush: 'sync' })
  return store
}
