import type { TranscriptionStream } from '@mira/engine'
import { speechSampleRate } from '@mira/engine/audio'
import type { RecogniserThread } from './recogniser-thread.ts'
import { joinTranscript } from './transcript.ts'

/** Options for {@link createTranscriptionStream}. */
export interface TranscriptionStreamOptions {
  readonly words: boolean
  readonly signal: AbortSignal | undefined
  readonly onClose: () => void
}

/** Live recognition on a thread of its own, so that one speaker's level and words never colour another's. */
export function createTranscriptionStream(
  thread: RecogniserThread,
  { words, signal, onClose }: TranscriptionStreamOptions,
): TranscriptionStream {
  let sampleCount = 0
  const close = async () => {
    signal?.removeEventListener('abort', close)
    onClose()
    await thread.close()
  }
  signal?.addEventListener('abort', close, { once: true })
  return {
    async push(samples) {
      sampleCount += samples.length
      return (await thread.run({ kind: 'feed', samples }, { signal })).partial
    },
    async finish() {
      const durationSeconds = sampleCount / speechSampleRate
      sampleCount = 0
      const result = await thread.run({ kind: 'finish' }, { signal })
      return joinTranscript([{ startSeconds: 0, words: result.words }], durationSeconds, words)
    },
    close,
  }
}
