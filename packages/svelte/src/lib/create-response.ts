import {
  createResponseStore,
  type ResponseStore,
  type ResponseStoreOptions,
  type ResponseStoreState,
} from '@mira/ui-core'
import { type BindingOptions, bindStore, type MaybeGetter } from './bind-store.ts'

/** Options of {@link createResponse}. */
export interface CreateResponseOptions extends ResponseStoreOptions, BindingOptions {}

/** State, as reactive properties, and actions of {@link createResponse}. */
export interface Response extends ResponseStoreState, Pick<ResponseStore, 'send' | 'resume' | 'stop' | 'reset'> {
  /** Store behind it, to be shared with other components. */
  readonly store: ResponseStore
}

/**
 * Requests of the Responses API, one at a time. For use while a component is initialized.
 *
 * @param options - Options, or a function that returns them; or a store created with `createResponseStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a context.
 * @example const response = createResponse({ params: { instructions: 'Be brief.' } }) // response.text, response.send
 */
export function createResponse(options: MaybeGetter<CreateResponseOptions> | ResponseStore = {}): Response {
  return bindStore<ResponseStoreOptions, ResponseStoreState, ResponseStore, 'send' | 'resume' | 'stop' | 'reset'>(
    options,
    {
      create: createResponseStore,
      actions: ['send', 'resume', 'stop', 'reset'],
    },
  )
}
