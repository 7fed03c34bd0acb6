import { type CallStore, type CallStoreOptions, type CallStoreState, createCallStore } from '@mira/ui-core'
import { type HookOptions, useOwnStore } from './use-own-store.ts'
import { useStore } from './use-store.ts'

/** Options of {@link useCall}. */
export interface UseCallOptions extends CallStoreOptions, HookOptions {}

/** State and actions of {@link useCall}. The actions are the same functions with each render. */
export interface UseCallResult
  extends CallStoreState,
    Pick<CallStore, 'start' | 'end' | 'interrupt' | 'sendText' | 'setMuted' | 'setDevice' | 'resumeAudio' | 'levels'> {
  /** Store behind the hook, to be shared with other components. */
  readonly store: CallStore
}

/**
 * A voice call, with microphone, speaker and captions.
 *
 * @param options - Options, of which the latest apply; or a store created with `createCallStore`, which is shared.
 * @example const { status, captions, start, end } = useCall({ params: { voice: 'aria' } })
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a `MiraProvider`.
 */
export function useCall(options: UseCallOptions | CallStore = {}): UseCallResult {
  const store = useOwnStore<CallStoreOptions, CallStore>(options, createCallStore)
  const { start, end, interrupt, sendText, setMuted, setDevice, resumeAudio, levels } = store
  return { ...useStore(store), start, end, interrupt, sendText, setMuted, setDevice, resumeAudio, levels, store }
}
