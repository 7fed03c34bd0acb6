import { EventEmitter, once } from 'node:events'
import type { ChatEngine } from '@mira/engine'
import { createLocalChatEngine } from '@mira/engine-language'

/** An answer that stopped after its first piece. */
export interface PausedAnswer {
  /** Aborted when nobody waits for the rest. */
  readonly signal: AbortSignal
  goOn(): void
}

/** The local chat engine, which pauses where it is told to. */
export interface PausingEngine extends ChatEngine {
  /** Pauses the next answer after its first piece. @throws when none gets there within ten seconds. */
  pauseNext(): Promise<PausedAnswer>
}

/** Makes an engine that shows, without any clock, what of an answer arrives before the rest of it exists. */
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
      const [answer] = await once(pauses, 'pause', { signal: AbortSignal.timeout(10_000) })
      return answer
    },
  }
}
