import type { Client } from '@mira/core'
import type { LiveStore } from '@mira/ui-core'
import { useContext, useEffect, useState } from 'react'
import { MiraContext } from './mira-context.ts'

/** A store whose options change with each render. */
interface UpdatableStore<Options> extends LiveStore<unknown> {
  readonly update: (options: Options) => void
}

/** Options of every hook, in addition to those of its store. */
export interface HookOptions {
  /** Client to use. Defaults to that of the nearest `MiraProvider`. */
  readonly client?: Client | undefined
  /** Identity of the state: with another id, such as that of a conversation, the hook starts over. */
  readonly id?: string | undefined
}

/**
 * Returns the store of a hook: the given one, or one that is created for the component and its `id`. While the
 * component is mounted, it keeps the store in use; afterwards everything in progress ends, unless others use the store.
 *
 * @throws {TypeError} when there is neither a client nor a `MiraProvider`.
 */
export function useOwnStore<Options extends object, Own extends UpdatableStore<Options>>(
  given: Own | (Options & HookOptions),
  create: (client: Client, options: Options) => Own,
): Own {
  const provided = useContext(MiraContext)
  const isGiven = 'getSnapshot' in given
  const { client = provided, id, ...options } = isGiven ? ({} as HookOptions) : (given as HookOptions)
  const key = isGiven ? given : client
  const open = (): { key: unknown; id: string | undefined; store: Own } => ({
    key,
    id,
    store: isGiven ? given : create(checkClient(client), options as Options),
  })
  const [kept, keep] = useState(open)
  let current = kept
  if (kept.key !== key || kept.id !== id) {
    current = open()
    keep(current)
  }
  const { store } = current
  useEffect(() => store.retain(), [store])
  useEffect(() => {
    if (!isGiven) store.update(options as Options)
  })
  return store
}

function checkClient(client: Client | undefined): Client {
  if (!client) throw new TypeError('There is no MiraProvider above this component, and no client in its options')
  return client
}
