import type {
  ChatEngine,
  EmbeddingEngine,
  Engine,
  ImageEngine,
  ImageModerationEngine,
  ModerationEngine,
  MusicEngine,
  PunctuationEngine,
  SpeechEngine,
  TranscriptionEngine,
  TurnDetectionEngine,
  VideoEngine,
  VisionEngine,
} from '@mira/engine'

/** Bytes of a model that is being downloaded. */
export interface DownloadProgress {
  readonly done: number
  readonly total: number
}

/** Options of a function that creates an engine. */
export interface EngineLoading {
  /** Called while the files of the engine's model are downloaded; `GET /health` shows the progress. */
  readonly onDownload: (progress: DownloadProgress) => void
}

/** Engine, or a function that creates one. */
export type EngineSource<Kind extends Engine> = Kind | ((loading: EngineLoading) => Promise<Kind>)

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
  /** Adds punctuation to transcripts without any. There is no local engine. */
  readonly punctuation?: EngineSource<PunctuationEngine> | null | undefined
  /** Detects when the users of realtime sessions start and stop speaking. */
  readonly turnDetection?: EngineSource<TurnDetectionEngine> | null | undefined
  readonly music?: EngineSource<MusicEngine> | null | undefined
  readonly video?: EngineSource<VideoEngine> | null | undefined
  /** Moderates prompts before they reach another engine. */
  readonly moderation?: EngineSource<ModerationEngine> | null | undefined
  /** Moderates images provided by users before they reach another engine. */
  readonly imageModeration?: EngineSource<ImageModerationEngine> | null | undefined
}

/**
 * Engines by capability, as for {@link ServerEngines}, or as the text of a source:
 *
 * - `local`: the local engine; `off`: none
 * - `hf:owner/repo[:quantization|/file][@revision]`, or a name of the catalog: a model that `mira-server pull` downloaded
 * - `./model.gguf`: a file or directory of a model
 * - `https://host/v1#model`: an upstream, with the key in `MIRA_ENGINE_<CAPABILITY>_KEY`
 */
export type EngineChoices = {
  readonly [Capability in keyof ServerEngines]: ServerEngines[Capability] | string
}
