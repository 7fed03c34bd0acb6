import type { Client } from '@mira/core'
import type { LiveStore } from '@mira/ui-core'
import { onMount } from 'svelte'
import { createSubscriber } from 'svelte/reactivity'
import { getMira } from './mira-context.ts'

/** Option of every function, in addition to those of its store. */
export interface BindingOptions {
  /** Client to use, fixed at the start. Defaults to that of `setMira`. */
  readonly client?: Client | undefined
}

/** Options, or a function that returns the latest ones, such as of runes; it is called before each action. */
export type MaybeGetter<Options> = Options | (() => Options)

/** A store with options that may change. */
interface UpdatableStore<Options, State> extends LiveStore<State> {
  readonly update: (options: Options) => void
}

/** Store of a function: how it is created, and the names of its actions. */
interface Binding<Options, Own, Actions> {
  readonly create: (client: Client, options: Options) => Own
  readonly actions: readonly Actions[]
}

/**
 * Returns the state of a store as reactive properties, and its actions: of the given store, or of one that is created for
 * the component. While the component is mounted, it keeps the store in use; afterwards everything in progress ends, unless
 * others use the store.
 *
 * @throws {TypeError} when there is neither a client nor a context.
 */
export function bindStore<
  Options extends object,
  State extends object,
  Own extends UpdatableStore<Options, State>,
  Actions extends keyof Own,
>(
  given: Own | MaybeGetter<Options & BindingOptions>,
  { create, actions }: Binding<Options, Own, Actions>,
): Readonly<State> & Pick<Own, Actions> & { readonly store: Own } {
  const read = isStore<Own>(given) ? undefined : () => readOptions(given)
  const store = isStore<Own>(given) ? given : create(clientOf(given) ?? getMira(), readOptions(given))
  onMount(() => store.retain())
  const subscribe = createSubscriber((update) => store.subscribe(update))
  const bound = { store } as Readonly<State> & Pick<Own, Actions> & { readonly store: Own }
  for (const field of Object.keys(store.getInitialSnapshot()) as (keyof State)[]) {
    const get = (): State[keyof State] => {
      subscribe()
      return store.getSnapshot()[field]
    }
    Object.defineProperty(bound, field, { get, enumerable: true })
  }
  for (const name of actions)
    Object.defineProperty(bound, name, { value: toAction(store, name, read), enumerable: true })
  return bound
}

const isStore = <Own>(given: unknown): given is Own =>
  typeof given === 'object' && given !== null && 'getSnapshot' in given

const resolveOptions = <Options>(given: MaybeGetter<Options>): Options =>
  typeof given === 'function' ? (given as () => Options)() : given

const clientOf = (given: MaybeGetter<BindingOptions>): Client | undefined => resolveOptions(given).client

function readOptions<Options extends object>(given: MaybeGetter<Options & BindingOptions>): Options {
  const { client: _, ...options } = resolveOptions(given)
  return options as unknown as Options
}

/** Returns an action that applies the latest options first. What is no function, such as a store of levels, is returned as it is. */
function toAction<Options extends object, Own extends UpdatableStore<Options, unknown>>(
  store: Own,
  name: keyof Own,
  read: (() => Options) | undefined,
): unknown {
  const action = store[name]
  if (typeof action !== 'function') return action
  return (...args: unknown[]): unknown => {
    if (read) store.update(read())
    return action(...args)
  }
}
