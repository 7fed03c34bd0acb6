import { createSpeechStore, type SpeechStore, type SpeechStoreOptions, type SpeechStoreState } from '@mira/ui-core'
import { type BindingOptions, bindStore, type MaybeGetter } from './bind-store.ts'

/** Options of {@link createSpeech}. */
export interface CreateSpeechOptions extends SpeechStoreOptions, BindingOptions {}

/** State, as reactive properties, and actions of {@link createSpeech}. */
export interface Speech extends SpeechStoreState, Pick<SpeechStore, 'speak' | 'stop' | 'resume'> {
  /** Store behind it, to be shared with other components. */
  readonly store: SpeechStore
}

/**
 * Speech from text, which is played: `pcm` while it is received, other formats afterwards. For use while a component is initialized.
 *
 * @param options - Options, or a function that returns them; or a store created with `createSpeechStore`, which is shared.
 * @throws {TypeError} when an option is unknown, or there is neither a client nor a context.
 * @example const speech = createSpeech({ params: { voice: 'aria' } }) // speech.speak, speech.status
 */
export function createSpeech(options: MaybeGetter<CreateSpeechOptions> | SpeechStore = {}): Speech {
  return bindStore<SpeechStoreOptions, SpeechStoreState, SpeechStore, 'speak' | 'stop' | 'resume'>(options, {
    create: createSpeechStore,
    actions: ['speak', 'stop', 'resume'],
  })
}
