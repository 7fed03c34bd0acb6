import { setImmediate as turn } from 'node:timers/promises'
import type { ChatEngine, ChatEvent, ChatRequest, MusicEngine } from '@mira/engine'
import {
  createWordChatEngine,
  type WordChatEngine,
} from '../../packages/server/src/lib/test-support/word-chat-engine.test-support.ts'
import { createBeepEngine } from './lib/deployment/beep-engine.ts'

/** The word engine, which also answers "tokens 10000" with as many tokens. */
export function createTokenEngine(): WordChatEngine {
  const words = createWordChatEngine()
  const { generate } = words
  return Object.assign(words, {
    generate(request: ChatRequest, options: Parameters<ChatEngine['generate']>[1]) {
      const { content } = request.messages.at(-1)!
      const count = /^tokens (\d+)$/.exec(typeof content === 'string' ? content : '')?.[1]
      return count === undefined ? generate(request, options) : countTokens(Number(count), options?.signal)
    },
  })
}

async function* countTokens(count: number, signal: AbortSignal | undefined): AsyncGenerator<ChatEvent> {
  for (let token = 1; token <= count; token += 1) {
    signal?.throwIfAborted()
    // As a model does, between other work of the server.
    if (token % 4 === 0) await turn()
    yield { type: 'text', text: `т${token}${token % 50 === 0 ? '\n\n' : ' '}` }
  }
  yield { type: 'finish', reason: 'stop', usage: { promptTokens: 1, completionTokens: count } }
}

/** A music engine that stops at half of its work until it may go on. */
export interface HeldMusicEngine extends MusicEngine {
  /** Lets songs go on, those in progress and later ones. */
  release(): void
  /** Number of songs that were begun, and of those that were canceled. */
  readonly counts: { begun: number; canceled: number }
}

/** Creates a {@link HeldMusicEngine}. */
export function createHeldMusicEngine(): HeldMusicEngine {
  const beep = createBeepEngine()
  let release = (): void => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const counts = { begun: 0, canceled: 0 }
  return {
    ...beep,
    counts,
    release: () => release(),
    async compose(request, options = {}) {
      counts.begun += 1
      options.onProgress?.({ fraction: 0.5, stage: 'composing' })
      const canceled = new Promise<never>((_, reject) => {
        options.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true })
      })
      await Promise.race([released, canceled]).catch((error) => {
        counts.canceled += 1
        throw error
      })
      return beep.compose(request, { ...options, onProgress: undefined })
    },
  }
}
