import type { TranscriptionStream } from '@mira/engine'
import { speechSampleRate } from '@mira/engine/audio'
import type { RecognizerHost } from './recognizer-host.ts'
import { joinTranscript } from './transcript.ts'

/** Options for {@link createTranscriptionStream}. */
export interface TranscriptionStreamOptions {
  readonly words: boolean
  readonly signal: AbortSignal | undefined
  readonly onClose: () => void
}

/**
 * Creates a live recognition in a dedicated process, so that speakers do not affect each other's level or vocabulary.
 *
 * The process holds the current utterance. If it is replaced after a deadline or a crash, the rest of that utterance is
 * rejected with an `EngineUnavailableError` because its beginning is lost; the next utterance is recognized normally.
 */
export function createTranscriptionStream(
  host: RecognizerHost,
  { words, signal, onClose }: TranscriptionStreamOptions,
): TranscriptionStream {
  let sentSamples = 0
  const close = async () => {
    signal?.removeEventListener('abort', close)
    onClose()
    await host.close()
  }
  signal?.addEventListener('abort', close, { once: true })
  return {
    async push(samples) {
      const task = { kind: 'feed', samples, sentSamples } as const
      sentSamples += samples.length
      return (await host.run(task, { signal })).partial
    },
    async finish() {
      const task = { kind: 'finish', sentSamples } as const
      sentSamples = 0
      const utterance = await host.run(task, { signal })
      return joinTranscript([{ ...utterance, startSeconds: 0 }], task.sentSamples / speechSampleRate, words)
    },
    close,
  }
}
