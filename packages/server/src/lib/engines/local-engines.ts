import type { ChatEngine, EmbeddingEngine, ImageModerationEngine, MusicEngine, VisionEngine } from '@mira/engine'
import type { LocalChatEngineOptions } from '@mira/engine-language'
import type { EngineSlot } from '../inference/engines.ts'
import type { ServerEngines } from '../options.ts'
import { enginePackages, isInstalled } from './engine-packages.ts'

/** What the local engines use. */
interface LocalEngineOptions {
  /** The engine that sees the pictures of chats, asked for when chats begin. */
  readonly findVision?: (() => EngineSlot<VisionEngine>) | undefined
  /** The engine that embeds texts, by which the music engine chooses a genre. */
  readonly findEmbeddings?: (() => EngineSlot<EmbeddingEngine>) | undefined
  /** Program of eSpeak NG (default `espeak-ng`). */
  readonly espeakCommand?: string | undefined
}

/**
 * Adds the local engine of every capability that is not named and whose package is installed; each is made at its first
 * use.
 */
export function withLocalEngines(
  given: ServerEngines = {},
  { findVision, findEmbeddings, espeakCommand }: LocalEngineOptions = {},
): ServerEngines {
  const local: Required<ServerEngines> = {
    chat: () => loadChat(findVision?.()),
    embeddings: loadEmbeddings,
    moderation: async () => (await import('@mira/engine-language')).createLocalModerationEngine(),
    images: async () => (await import('@mira/engine-vision')).createLocalImageEngine(),
    vision: async () => (await import('@mira/engine-vision')).createLocalVisionEngine(),
    imageModeration: loadImageModeration,
    video: async () => (await import('@mira/engine-video')).createLocalVideoEngine(),
    speech: async () => (await import('@mira/engine-audio')).createLocalSpeechEngine({ espeakCommand }),
    transcription: async () => (await import('@mira/engine-audio')).createLocalTranscriptionEngine(),
    music: () => loadMusic(findEmbeddings?.()),
  }
  return { ...onlyInstalled(local), ...withoutUndefined(given) }
}

function onlyInstalled(engines: Required<ServerEngines>): ServerEngines {
  const names = Object.keys(engines) as (keyof ServerEngines)[]
  const installed = names.filter((name) => isInstalled(enginePackages[name]))
  return Object.fromEntries(installed.map((name) => [name, engines[name]]))
}

/** So that a capability that is spelled out as undefined has its local engine too. */
function withoutUndefined(given: ServerEngines): ServerEngines {
  return Object.fromEntries(Object.entries(given).filter(([, source]) => source !== undefined))
}

// An engine loads at its first call; no user should wait for that, and `ready` should be true.

async function loadChat(vision: EngineSlot<VisionEngine> | undefined): Promise<ChatEngine> {
  const { createLocalChatEngine } = await import('@mira/engine-language')
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
  const { createLocalEmbeddingEngine } = await import('@mira/engine-language')
  const engine = createLocalEmbeddingEngine()
  await engine.embed(['ready'])
  return engine
}

async function loadImageModeration(): Promise<ImageModerationEngine> {
  return (await import('@mira/engine-vision')).createLocalImageModerationEngine()
}

/** Without an embedding engine, words in common with the name of a genre decide. */
async function loadMusic(embeddings: EngineSlot<EmbeddingEngine> | undefined): Promise<MusicEngine> {
  const { createLocalMusicEngine } = await import('@mira/engine-audio')
  if (embeddings === undefined || embeddings.state === 'absent') return createLocalMusicEngine()
  return createLocalMusicEngine({ embed: async (texts, options) => (await embeddings.get()).embed(texts, options) })
}
