import type { ChatEngine, EmbeddingEngine, ImageModerationEngine, MusicEngine, VisionEngine } from '@mira/engine'
import type { LocalChatEngineOptions } from '@mira/engine-language'
import type { EngineSlot } from '../inference/engines.ts'
import { enginePackages, isInstalled } from './engine-packages.ts'
import type { ServerEngines } from './server-engines.ts'

/** Options of {@link withLocalEngines}. */
interface LocalEngineOptions {
  /** Returns the engine that describes images in chats; called when the chat engine is created. */
  readonly findVision?: (() => EngineSlot<VisionEngine>) | undefined
  /** Returns the engine whose embeddings select the genre of music; called when the music engine is created. */
  readonly findEmbeddings?: (() => EngineSlot<EmbeddingEngine>) | undefined
  /** Name or path of eSpeak NG. Defaults to `espeak-ng`. */
  readonly espeakCommand?: string | undefined
}

/**
 * Adds the local engine of every omitted capability whose package is installed. Each engine is created on first use.
 */
export function withLocalEngines(
  configured: ServerEngines = {},
  { findVision, findEmbeddings, espeakCommand }: LocalEngineOptions = {},
): ServerEngines {
  const local: Required<ServerEngines> = {
    chat: () => loadChat(findVision?.()),
    embeddings: async () => (await import('@mira/engine-language')).createLocalEmbeddingEngine(),
    moderation: async () => (await import('@mira/engine-language')).createLocalModerationEngine(),
    images: async () => (await import('@mira/engine-vision')).createLocalImageEngine(),
    vision: async () => (await import('@mira/engine-vision')).createLocalVisionEngine(),
    imageModeration: loadImageModeration,
    video: async () => (await import('@mira/engine-video')).createLocalVideoEngine(),
    speech: async () => (await import('@mira/engine-audio')).createLocalSpeechEngine({ espeakCommand }),
    transcription: async () => (await import('@mira/engine-audio')).createLocalTranscriptionEngine(),
    punctuation: null,
    turnDetection: async () => (await import('@mira/engine-audio')).createLocalTurnDetectionEngine(),
    music: () => loadMusic(findEmbeddings?.()),
  }
  return { ...onlyInstalled(local), ...withoutUndefined(configured) }
}

function onlyInstalled(engines: Required<ServerEngines>): ServerEngines {
  const names = Object.keys(engines) as (keyof ServerEngines)[]
  const installed = names.filter((name) => engines[name] === null || isInstalled(enginePackages[name]))
  return Object.fromEntries(installed.map((name) => [name, engines[name]]))
}

/** Removes undefined values, so that an explicitly undefined capability also uses its local engine. */
function withoutUndefined(engines: ServerEngines): ServerEngines {
  return Object.fromEntries(Object.entries(engines).filter(([, source]) => source !== undefined))
}

async function loadChat(vision: EngineSlot<VisionEngine> | undefined): Promise<ChatEngine> {
  const { createLocalChatEngine } = await import('@mira/engine-language')
  return createLocalChatEngine({ describeImage: describeBy(vision) })
}

/** Returns undefined without a vision engine; the chat engine then replies that it cannot see images. */
function describeBy(vision: EngineSlot<VisionEngine> | undefined): LocalChatEngineOptions['describeImage'] {
  if (vision === undefined || vision.state === 'absent') return undefined
  return async (url, question, options) => {
    const engine = await vision.get()
    // Images of a conversation are fetched before it reaches an engine, so the URL is always a `data:` URI.
    return engine.describe(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'), question, options)
  }
}

async function loadImageModeration(): Promise<ImageModerationEngine> {
  return (await import('@mira/engine-vision')).createLocalImageModerationEngine()
}

/** Without an embedding engine, the genre is selected by words in common with its name. */
async function loadMusic(embeddings: EngineSlot<EmbeddingEngine> | undefined): Promise<MusicEngine> {
  const { createLocalMusicEngine } = await import('@mira/engine-audio')
  if (embeddings === undefined || embeddings.state === 'absent') return createLocalMusicEngine()
  return createLocalMusicEngine({ embed: async (texts, options) => (await embeddings.get()).embed(texts, options) })
}
