import type { ServerEngines } from '@mira/server'
import { createLetterEmbeddingEngine } from '../../../../packages/server/src/lib/test-support/letter-embedding-engine.test-support.ts'
import { createWordChatEngine } from '../../../../packages/server/src/lib/test-support/word-chat-engine.test-support.ts'
import { createBeepEngine } from './beep-engine.ts'
import { createMirrorEngine } from './mirror-engine.ts'

/** Creates engines that return real results at almost no cost: these tests are about everything around the engines. */
export function createSmallEngines(): ServerEngines {
  return {
    chat: createWordChatEngine(),
    embeddings: createLetterEmbeddingEngine(),
    images: createMirrorEngine(),
    music: createBeepEngine(),
    vision: null,
    speech: null,
    transcription: null,
    video: null,
    moderation: null,
  }
}
