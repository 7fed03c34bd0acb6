import {
  createTranscriptionStore,
  type TranscriptionStore,
  type TranscriptionStoreOptions,
  type TranscriptionStoreState,
} from '@mira/ui-core'
import { type BindingOptions, bindStore, type MaybeGetter } from './bind-store.ts'

/** Options of {@link createTranscription}. */
export interface CreateTranscriptionOptions extends TranscriptionStoreOptions, BindingOptions {}

/** State, as reactive properties, and actions of {@link createTranscription}. */
export interface Transcription
  extends TranscriptionStoreState,
    Pick<TranscriptionStore, 'transcribe' | 'record' | 'finish' | 'cancel'> {
  /** Store behind it, to be shared with other components. */
  readonly store: TranscriptionStore
}

/**
 * Transcription of files and of recordings with the microphone. For use while a component is initialized.
 *
 * @param options - Options, or a function that returns them; or a store created with `createTranscriptionStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a context.
 * @example const transcription = createTranscription({ params: { language: 'en' } }) // transcription.text, transcription.finish
 */
export function createTranscription(
  options: MaybeGetter<CreateTranscriptionOptions> | TranscriptionStore = {},
): Transcription {
  return bindStore<
    TranscriptionStoreOptions,
    TranscriptionStoreState,
    TranscriptionStore,
    'transcribe' | 'record' | 'finish' | 'cancel'
  >(options, {
    create: createTranscriptionStore,
    actions: ['transcribe', 'record', 'finish', 'cancel'],
  })
}
