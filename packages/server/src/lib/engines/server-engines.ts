import type {
  ChatEngine,
  EmbeddingEngine,
  Engine,
  ImageEngine,
  ImageModerationEngine,
  ModerationEngine,
  MusicEngine,
  SpeechEngine,
  TranscriptionEngine,
  VideoEngine,
  VisionEngine,
} from '@mira/engine'

/** Engine, or a function that creates one. */
export type EngineSource<Kind extends Engine> = Kind | (() => Promise<Kind>)

/**
 * Engines by capability: an engine, a function that creates it on first use (the server then closes it), or `null` to
 * disable the capability. An omitted capability uses its local engine if that engine's package is installed.
 */
export interface ServerEngines {
  readonly chat?: EngineSource<ChatEngine> | null | undefined
  readonly embeddings?: EngineSource<EmbeddingEngine> | null | undefined
  readonly images?: EngineSource<ImageEngine> | null | undefined
  /** Locates objects in images, reads text in them, and answers questions about them in chats. */
  readonly vision?: EngineSource<VisionEngine> | null | undefined
  readonly speech?: EngineSource<SpeechEngine> | null | undefined
  readonly transcription?: EngineSource<TranscriptionEngine> | null | undefined
  readonly music?: EngineSource<MusicEngine> | null | undefined
  readonly video?: EngineSource<VideoEngine> | null | undefined
  /** Moderates prompts before they reach another engine. */
  readonly moderation?: EngineSource<ModerationEngine> | null | undefined
  /** Moderates images provided by users before they reach another engine. */
  readonly imageModeration?: EngineSource<ImageModerationEngine> | null | undefined
}
