import { type CallStore, type CallStoreOptions, type CallStoreState, createCallStore } from '@mira/ui-core'
import { type BindingOptions, bindStore, type MaybeGetter } from './bind-store.ts'

/** Options of {@link createCall}. */
export interface CreateCallOptions extends CallStoreOptions, BindingOptions {}

/** State, as reactive properties, and actions of {@link createCall}. */
export interface Call
  extends CallStoreState,
    Pick<CallStore, 'start' | 'end' | 'interrupt' | 'sendText' | 'setMuted' | 'setDevice' | 'resumeAudio' | 'levels'> {
  /** Store behind it, to be shared with other components. */
  readonly store: CallStore
}

/**
 * A voice call, with microphone, speaker and captions. For use while a component is initialized.
 *
 * @param options - Options, or a function that returns them; or a store created with `createCallStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a context.
 * @example const call = createCall({ params: { voice: 'aria' } }) // call.status, call.end
 */
export function createCall(options: MaybeGetter<CreateCallOptions> | CallStore = {}): Call {
  return bindStore<
    CallStoreOptions,
    CallStoreState,
    CallStore,
    'start' | 'end' | 'interrupt' | 'sendText' | 'setMuted' | 'setDevice' | 'resumeAudio' | 'levels'
  >(options, {
    create: createCallStore,
    actions: ['start', 'end', 'interrupt', 'sendText', 'setMuted', 'setDevice', 'resumeAudio', 'levels'],
  })
}
