import {
  createTranscriptionStore,
  type TranscriptionStore,
  type TranscriptionStoreOptions,
  type TranscriptionStoreState,
} from '@mira/ui-core'
import type { MaybeRefOrGetter } from 'vue'
import { type ComposableOptions, useOwnStore } from './use-own-store.ts'
import type { StateRefs } from './use-store.ts'

/** Options of {@link useTranscription}. */
export interface UseTranscriptionOptions extends TranscriptionStoreOptions, ComposableOptions {}

/** State, as refs, and actions of {@link useTranscription}. */
export interface UseTranscriptionResult
  extends StateRefs<TranscriptionStoreState>,
    Pick<TranscriptionStore, 'transcribe' | 'record' | 'finish' | 'cancel'> {
  /** Store behind the composable, to be shared with other components. */
  readonly store: TranscriptionStore
}

/**
 * Transcription of files and of recordings with the microphone.
 *
 * @param options - Options, or a ref or getter of them, of which the latest apply; or a store created with
 * `createTranscriptionStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor the plugin `createMira`.
 * @example const { text, record, finish } = useTranscription({ params: { language: 'en' } })
 */
export function useTranscription(
  options: MaybeRefOrGetter<UseTranscriptionOptions> | TranscriptionStore = {},
): UseTranscriptionResult {
  return useOwnStore<
    TranscriptionStoreOptions,
    TranscriptionStoreState,
    TranscriptionStore,
    'transcribe' | 'record' | 'finish' | 'cancel'
  >(options, {
    create: createTranscriptionStore,
    actions: ['transcribe', 'record', 'finish', 'cancel'],
  })
}
