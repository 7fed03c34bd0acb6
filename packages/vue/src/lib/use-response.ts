import {
  createResponseStore,
  type ResponseStore,
  type ResponseStoreOptions,
  type ResponseStoreState,
} from '@mira/ui-core'
import type { MaybeRefOrGetter } from 'vue'
import { type ComposableOptions, useOwnStore } from './use-own-store.ts'
import type { StateRefs } from './use-store.ts'

/** Options of {@link useResponse}. */
export interface UseResponseOptions extends ResponseStoreOptions, ComposableOptions {}

/** State, as refs, and actions of {@link useResponse}. */
export interface UseResponseResult
  extends StateRefs<ResponseStoreState>,
    Pick<ResponseStore, 'send' | 'resume' | 'stop' | 'reset'> {
  /** Store behind the composable, to be shared with other components. */
  readonly store: ResponseStore
}

/**
 * Requests of the Responses API, one at a time.
 *
 * @param options - Options, or a ref or getter of them, of which the latest apply; or a store created with
 * `createResponseStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor the plugin `createMira`.
 * @example const { text, send } = useResponse({ params: { instructions: 'Be brief.' } })
 */
export function useResponse(options: MaybeRefOrGetter<UseResponseOptions> | ResponseStore = {}): UseResponseResult {
  return useOwnStore<ResponseStoreOptions, ResponseStoreState, ResponseStore, 'send' | 'resume' | 'stop' | 'reset'>(
    options,
    {
      create: createResponseStore,
      actions: ['send', 'resume', 'stop', 'reset'],
    },
  )
}
