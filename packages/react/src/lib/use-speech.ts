import { createSpeechStore, type SpeechStore, type SpeechStoreOptions, type SpeechStoreState } from '@mira/ui-core'
import { type HookOptions, useOwnStore } from './use-own-store.ts'
import { useStore } from './use-store.ts'

/** Options of {@link useSpeech}. */
export interface UseSpeechOptions extends SpeechStoreOptions, HookOptions {}

/** State and actions of {@link useSpeech}. The actions are the same functions with each render. */
export interface UseSpeechResult extends SpeechStoreState, Pick<SpeechStore, 'speak' | 'stop' | 'resume'> {
  /** Store behind the hook, to be shared with other components. */
  readonly store: SpeechStore
}

/**
 * Speech from text, which is played: `pcm` while it is received, other formats afterwards.
 *
 * @param options - Options, of which the latest apply; or a store created with `createSpeechStore`, which is shared.
 * @example const { speak, stop, status } = useSpeech({ params: { voice: 'aria' } })
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a `MiraProvider`.
 */
export function useSpeech(options: UseSpeechOptions | SpeechStore = {}): UseSpeechResult {
  const store = useOwnStore<SpeechStoreOptions, SpeechStore>(options, createSpeechStore)
  const { speak, stop, resume } = store
  return { ...useStore(store), speak, stop, resume, store }
}
