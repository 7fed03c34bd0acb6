import {
  createTranscriptionStore,
  type TranscriptionStore,
  type TranscriptionStoreOptions,
  type TranscriptionStoreState,
} from '@mira/ui-core'
import { type HookOptions, useOwnStore } from './use-own-store.ts'
import { useStore } from './use-store.ts'

/** Options of {@link useTranscription}. */
export interface UseTranscriptionOptions extends TranscriptionStoreOptions, HookOptions {}

/** State and actions of {@link useTranscription}. The actions are the same functions with each render. */
export interface UseTranscriptionResult
  extends TranscriptionStoreState,
    Pick<TranscriptionStore, 'transcribe' | 'record' | 'finish' | 'cancel'> {
  /** Store behind the hook, to be shared with other components. */
  readonly store: TranscriptionStore
}

/**
 * Transcription of files and of recordings with the microphone.
 *
 * @param options - Options, of which the latest apply; or a store created with `createTranscriptionStore`, which is shared.
 * @example const { text, record, finish } = useTranscription({ params: { language: 'en' } })
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a `MiraProvider`.
 */
export function useTranscription(options: UseTranscriptionOptions | TranscriptionStore = {}): UseTranscriptionResult {
  const store = useOwnStore<TranscriptionStoreOptions, TranscriptionStore>(options, createTranscriptionStore)
  const { transcribe, record, finish, cancel } = store
  return { ...useStore(store), transcribe, record, finish, cancel, store }
}
