import { createSpeechStore, type SpeechStore, type SpeechStoreOptions, type SpeechStoreState } from '@mira/ui-core'
import type { MaybeRefOrGetter } from 'vue'
import { type ComposableOptions, useOwnStore } from './use-own-store.ts'
import type { StateRefs } from './use-store.ts'

/** Options of {@link useSpeech}. */
export interface UseSpeechOptions extends SpeechStoreOptions, ComposableOptions {}

/** State, as refs, and actions of {@link useSpeech}. */
export interface UseSpeechResult extends StateRefs<SpeechStoreState>, Pick<SpeechStore, 'speak' | 'stop' | 'resume'> {
  /** Store behind the composable, to be shared with other components. */
  readonly store: SpeechStore
}

/**
 * Speech from text, which is played: `pcm` while it is received, other formats afterwards.
 *
 * @param options - Options, or a ref or getter of them, of which the latest apply; or a store created with
 * `createSpeechStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor the plugin `createMira`.
 * @example const { speak, stop, status } = useSpeech({ params: { voice: 'aria' } })
 */
export function useSpeech(options: MaybeRefOrGetter<UseSpeechOptions> | SpeechStore = {}): UseSpeechResult {
  return useOwnStore<SpeechStoreOptions, SpeechStoreState, SpeechStore, 'speak' | 'stop' | 'resume'>(options, {
    create: createSpeechStore,
    actions: ['speak', 'stop', 'resume'],
  })
}
