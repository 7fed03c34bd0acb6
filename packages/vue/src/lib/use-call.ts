import { type CallStore, type CallStoreOptions, type CallStoreState, createCallStore } from '@mira/ui-core'
import type { MaybeRefOrGetter } from 'vue'
import { type ComposableOptions, useOwnStore } from './use-own-store.ts'
import type { StateRefs } from './use-store.ts'

/** Options of {@link useCall}. */
export interface UseCallOptions extends CallStoreOptions, ComposableOptions {}

/** State, as refs, and actions of {@link useCall}. */
export interface UseCallResult
  extends StateRefs<CallStoreState>,
    Pick<CallStore, 'start' | 'end' | 'interrupt' | 'sendText' | 'setMuted' | 'setDevice' | 'resumeAudio' | 'levels'> {
  /** Store behind the composable, to be shared with other components. */
  readonly store: CallStore
}

/**
 * A voice call, with microphone, speaker and captions.
 *
 * @param options - Options, or a ref or getter of them, of which the latest apply; or a store created with
 * `createCallStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor the plugin `createMira`.
 * @example const { status, captions, start, end } = useCall({ params: { voice: 'aria' } })
 */
export function useCall(options: MaybeRefOrGetter<UseCallOptions> | CallStore = {}): UseCallResult {
  return useOwnStore<
    CallStoreOptions,
    CallStoreState,
    CallStore,
    'start' | 'end' | 'interrupt' | 'sendText' | 'setMuted' | 'setDevice' | 'resumeAudio' | 'levels'
  >(options, {
    create: createCallStore,
    actions: ['start', 'end', 'interrupt', 'sendText', 'setMuted', 'setDevice', 'resumeAudio', 'levels'],
  })
}
