import {
  type ChatEngine,
  createLocalChatEngine,
  createLocalEmbeddingEngine,
  createLocalImageEngine,
  createLocalModerationEngine,
  createLocalMusicEngine,
  createLocalSpeechEngine,
  createLocalTranscriptionEngine,
  createLocalVideoEngine,
  createLocalVisionEngine,
  type EmbeddingEngine,
  type LocalChatEngineOptions,
  type VisionEngine,
} from '@mira/engines'
import type { ServerEngines } from '../options.ts'
import type { EngineSlot } from '../services/engines.ts'

/** What the local engines use. */
interface LocalEngineOptions {
  /** The engine that sees the pictures of chats, asked for when chats begin. */
  readonly findVision?: (() => EngineSlot<VisionEngine>) | undefined
  /** Program of eSpeak NG (default `espeak-ng`). */
  readonly espeakCommand?: string | undefined
}

/** Adds the local engine of every capability that is not named; each is made at its first use. */
export function withLocalEngines(
  given: ServerEngines = {},
  { findVision, espeakCommand }: LocalEngineOptions = {},
): ServerEngines {
  return {
    chat: () => loadChat(findVision?.()),
    embeddings: loadEmbeddings,
    images: async () => createLocalImageEngine(),
    vision: async () => createLocalVisionEngine(),
    speech: async () => createLocalSpeechEngine({ espeakCommand }),
    transcription: async () => createLocalTranscriptionEngine(),
    music: async () => createLocalMusicEngine(),
    video: async () => createLocalVideoEngine(),
    moderation: async () => createLocalModerationEngine(),
    ...withoutUndefined(given),
  }
}

/** So that a capability that is spelled out as undefined has its local engine too. */
function withoutUndefined(given: ServerEngines): ServerEngines {
  return Object.fromEntries(Object.entries(given).filter(([, source]) => source !== undefined))
}

// An engine loads at its first call; no user should wait for that, and `ready` should be true.

async function loadChat(vision: EngineSlot<VisionEngine> | undefined): Promise<ChatEngine> {
  const engine = createLocalChatEngine({ describeImage: describeBy(vision) })
  const messages = [{ role: 'user', content: 'Hello' }] as const
  for await (const event of engine.generate({ model: 'mira', messages })) if (event.type === 'finish') break
  return engine
}

/** Without a vision engine the chat engine says that it cannot see. */
function describeBy(vision: EngineSlot<VisionEngine> | undefined): LocalChatEngineOptions['describeImage'] {
  if (vision === undefined || vision.state === 'absent') return undefined
  return async (url, question, options) => {
    const engine = await vision.get()
    // The pictures of a conversation are fetched before it reaches an engine, so the address is the picture.
    return engine.describe(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'), question, options)
  }
}

async function loadEmbeddings(): Promise<EmbeddingEngine> {
  const engine = createLocalEmbeddingEngine()
  await engine.embed(['ready'])
  return engine
}
