import type { TranscriptionStream } from '@mira/engine'
import { speechSampleRate } from '@mira/engine/audio'
import type { RecogniserHost } from './recogniser-host.ts'
import { joinTranscript } from './transcript.ts'

/** Options for {@link createTranscriptionStream}. */
export interface TranscriptionStreamOptions {
  readonly words: boolean
  readonly signal: AbortSignal | undefined
  readonly onClose: () => void
}

/**
 * Creates a live recognition in a process of its own, so that one speaker's level and words never color another's.
 *
 * The process holds the open utterance. Where it had to be replaced in between, after a deadline or a crash, what is left of
 * that utterance is refused with an `EngineUnavailableError`, since its beginning is lost; the next one is heard again.
 */
export function createTranscriptionStream(
  host: RecogniserHost,
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
