import {
  type ChatEngine,
  createLocalChatEngine,
  createLocalEmbeddingEngine,
  createLocalSpeechEngine,
  createLocalTranscriptionEngine,
  type EmbeddingEngine,
} from '@mira/engines'
import type { ServerEngines } from '../options.ts'

/** Adds the local engine of every capability that is not named; each is made at its first use. */
export function withLocalEngines(given: ServerEngines = {}): ServerEngines {
  return {
    chat: loadChat,
    embeddings: loadEmbeddings,
    speech: async () => createLocalSpeechEngine(),
    transcription: async () => createLocalTranscriptionEngine(),
    ...withoutUndefined(given),
  }
}

/** So that a capability that is spelled out as undefined has its local engine too. */
function withoutUndefined(given: ServerEngines): ServerEngines {
  return Object.fromEntries(Object.entries(given).filter(([, source]) => source !== undefined))
}

// An engine loads at its first call; no user should wait for that, and `ready` should be true.

async function loadChat(): Promise<ChatEngine> {
  const engine = createLocalChatEngine()
  const messages = [{ role: 'user', content: 'Hello' }] as const
  for await (const event of engine.generate({ model: 'mira', messages })) if (event.type === 'finish') break
  return engine
}

async function loadEmbeddings(): Promise<EmbeddingEngine> {
  const engine = createLocalEmbeddingEngine()
  await engine.embed(['ready'])
  return engine
}
