import {
  createResponseStore,
  type ResponseStore,
  type ResponseStoreOptions,
  type ResponseStoreState,
} from '@mira/ui-core'
import { type HookOptions, useOwnStore } from './use-own-store.ts'
import { useStore } from './use-store.ts'

/** Options of {@link useResponse}. */
export interface UseResponseOptions extends ResponseStoreOptions, HookOptions {}

/** State and actions of {@link useResponse}. The actions are the same functions with each render. */
export interface UseResponseResult
  extends ResponseStoreState,
    Pick<ResponseStore, 'send' | 'resume' | 'stop' | 'reset'> {
  /** Store behind the hook, to be shared with other components. */
  readonly store: ResponseStore
}

/**
 * Requests of the Responses API, one at a time.
 *
 * @param options - Options, of which the latest apply; or a store created with `createResponseStore`, which is shared.
 * @example const { text, send } = useResponse({ params: { instructions: 'Be brief.' } })
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a `MiraProvider`.
 */
export function useResponse(options: UseResponseOptions | ResponseStore = {}): UseResponseResult {
  const store = useOwnStore<ResponseStoreOptions, ResponseStore>(options, createResponseStore)
  const { send, resume, stop, reset } = store
  return { ...useStore(store), send, resume, stop, reset, store }
}
