import { EventEmitter, once } from 'node:events'
import type { ChatEngine } from '@mira/engine'
import { createLocalChatEngine } from '@mira/engine-language'

/** An answer paused after its first chunk. */
export interface PausedAnswer {
  /** Aborted when the rest is no longer needed. */
  readonly signal: AbortSignal
  goOn(): void
}

/** The local chat engine, pausing on request. */
export interface PausingEngine extends ChatEngine {
  /** Pauses the next answer after its first chunk. @throws when no answer gets there within a minute. */
  pauseNext(): Promise<PausedAnswer>
}

/** Creates an engine that shows, without timers, which part of an answer arrives before the rest exists. */
export function createPausingEngine(): PausingEngine {
  const local = createLocalChatEngine()
  const pauses = new EventEmitter()
  const pause = (signal: AbortSignal) =>
    new Promise<void>((goOn) => {
      signal.addEventListener('abort', () => goOn())
      if (!pauses.emit('pause', { signal, goOn } satisfies PausedAnswer)) goOn()
    })
  return {
    ...local,
    async *generate(request, { signal = new AbortController().signal } = {}) {
      let isFirst = true
      for await (const event of local.generate(request, { signal })) {
        yield event
        if (isFirst) await pause(signal)
        isFirst = false
      }
    },
    async pauseNext() {
      const [answer] = await once(pauses, 'pause', { signal: AbortSignal.timeout(60_000) })
      return answer
    },
  }
}
