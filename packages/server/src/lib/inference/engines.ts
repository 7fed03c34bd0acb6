import {
  type ChatEngine,
  type EmbeddingEngine,
  type Engine,
  type EngineInfo,
  EngineUnavailableError,
  type ImageEngine,
  type ImageModerationEngine,
  type ModerationEngine,
  type MusicEngine,
  type PunctuationEngine,
  type SpeechEngine,
  type TranscriptionEngine,
  type TurnDetectionEngine,
  type VideoEngine,
  type VisionEngine,
} from '@mira/engine'
import { ApiError } from '../api-error.ts'
import { enginePackages, installHint } from '../engines/engine-packages.ts'
import type { DownloadProgress, EngineLoading, EngineSource, ServerEngines } from '../engines/server-engines.ts'

/**
 * State of an engine: `absent` when none is configured, `idle` before its first use, `downloading` while the files of its
 * model arrive.
 */
export type EngineState = 'absent' | 'idle' | 'downloading' | 'loading' | 'ready' | 'failed'

/** Engine of one capability, created on first use. */
export interface EngineSlot<Kind extends Engine> {
  readonly state: EngineState
  /** Install hint for an engine whose package is missing. */
  readonly hint: string | undefined
  /** Progress while the state is `downloading`. */
  readonly download: DownloadProgress | undefined
  /** Available once the engine is created. */
  readonly info: EngineInfo | undefined
  /**
   * Returns the engine and creates it if necessary. After a failure, the next call retries.
   *
   * @throws {ApiError} 501 when no engine is configured, 503 when it cannot be created.
   */
  get(): Promise<Kind>
  /**
   * Creates the engine and loads what its first call would load; the state is `ready` afterwards. After a failure, the
   * next call of any method retries.
   *
   * @throws {ApiError} as `get`.
   */
  warmUp(): Promise<void>
  /**
   * Checks that an engine is configured, without creating it.
   *
   * @throws {ApiError} 501 when no engine is configured.
   */
  check(): void
  /** Closes the engine if the server created it. */
  close(): Promise<void>
}

/** Engines of the server, one field per capability. */
export interface EngineRegistry {
  readonly chat: EngineSlot<ChatEngine>
  readonly embeddings: EngineSlot<EmbeddingEngine>
  readonly images: EngineSlot<ImageEngine>
  readonly vision: EngineSlot<VisionEngine>
  readonly speech: EngineSlot<SpeechEngine>
  readonly transcription: EngineSlot<TranscriptionEngine>
  readonly punctuation: EngineSlot<PunctuationEngine>
  readonly turnDetection: EngineSlot<TurnDetectionEngine>
  readonly music: EngineSlot<MusicEngine>
  readonly video: EngineSlot<VideoEngine>
  readonly moderation: EngineSlot<ModerationEngine>
  readonly imageModeration: EngineSlot<ImageModerationEngine>
}

/**
 * Creates the engine slots of a server. The server closes the engines it creates; engines passed in are closed by their
 * owner.
 */
export function createEngineRegistry(engines: ServerEngines): EngineRegistry {
  return {
    chat: createEngineSlot('chat', engines.chat),
    embeddings: createEngineSlot('embeddings', engines.embeddings),
    images: createEngineSlot('images', engines.images),
    vision: createEngineSlot('vision', engines.vision),
    speech: createEngineSlot('speech', engines.speech),
    transcription: createEngineSlot('transcription', engines.transcription),
    punctuation: createEngineSlot('punctuation', engines.punctuation),
    turnDetection: createEngineSlot('turnDetection', engines.turnDetection),
    music: createEngineSlot('music', engines.music),
    video: createEngineSlot('video', engines.video),
    moderation: createEngineSlot('moderation', engines.moderation),
    imageModeration: createEngineSlot('imageModeration', engines.imageModeration),
  }
}

/** Lists all slots with their names. */
export function listEngineSlots(registry: EngineRegistry): [name: string, slot: EngineSlot<Engine>][] {
  return Object.entries(registry)
}

/** Wraps the engine of a slot, once for each engine that the slot creates. */
export function wrapSlot<Kind extends Engine>(slot: EngineSlot<Kind>, wrap: (engine: Kind) => Kind): EngineSlot<Kind> {
  const wrapped = new WeakMap<Kind, Kind>()
  return {
    hint: slot.hint,
    get state() {
      return slot.state
    },
    get download() {
      return slot.download
    },
    get info() {
      return slot.info
    },
    async get() {
      const engine = await slot.get()
      if (!wrapped.has(engine)) wrapped.set(engine, wrap(engine))
      return wrapped.get(engine)!
    },
    warmUp: () => slot.warmUp(),
    check: () => slot.check(),
    close: () => slot.close(),
  }
}

/** Creates the slot of an engine, or of a function that creates it. */
export function createEngineSlot<Kind extends Engine>(
  name: keyof EngineRegistry,
  source: EngineSource<Kind> | null | undefined,
): EngineSlot<Kind> {
  if (typeof source === 'function') return new CreatedEngine(name, source)
  // `null` disables an engine on purpose; only a missing package warrants an install hint.
  const hint = source === undefined ? installHint(enginePackages[name]) : undefined
  return {
    hint,
    state: source == null ? 'absent' : 'ready',
    download: undefined,
    info: source?.info,
    async get() {
      if (source == null) throw absenceError(name, hint)
      return source
    },
    check() {
      if (source == null) throw absenceError(name, hint)
    },
    async warmUp() {
      this.check()
    },
    async close() {},
  }
}

/** Slot of an engine that the server creates. */
class CreatedEngine<Kind extends Engine> implements EngineSlot<Kind> {
  readonly hint = undefined
  readonly #name: keyof EngineRegistry
  readonly #make: (loading: EngineLoading) => Promise<Kind>
  #state: EngineState = 'idle'
  #download: DownloadProgress | undefined
  #engine: Kind | undefined
  #making: Promise<Kind> | undefined
  #warming: Promise<void> | undefined

  constructor(name: keyof EngineRegistry, make: (loading: EngineLoading) => Promise<Kind>) {
    this.#name = name
    this.#make = make
  }

  get state(): EngineState {
    return this.#state
  }

  get download(): DownloadProgress | undefined {
    return this.#state === 'downloading' ? this.#download : undefined
  }

  get info(): EngineInfo | undefined {
    return this.#engine?.info
  }

  check(): void {}

  async get(): Promise<Kind> {
    if (this.#engine !== undefined) return this.#engine
    this.#making ??= this.#load()
    return this.#making
  }

  async warmUp(): Promise<void> {
    const engine = await this.get()
    this.#warming ??= this.#warm(engine)
    await this.#warming
  }

  async close(): Promise<void> {
    const engine = await this.#making?.catch(() => undefined)
    await engine?.close()
  }

  async #load(): Promise<Kind> {
    this.#state = 'loading'
    const onDownload = (progress: DownloadProgress) => {
      this.#download = progress
      this.#state = progress.done < progress.total ? 'downloading' : 'loading'
    }
    try {
      this.#engine = await this.#make({ onDownload })
      this.#state = 'ready'
      return this.#engine
    } catch (cause) {
      this.#state = 'failed'
      this.#making = undefined
      throw loadError(this.#name, cause)
    }
  }

  async #warm(engine: Kind): Promise<void> {
    this.#state = 'loading'
    try {
      await engine.warmUp?.()
      this.#state = 'ready'
    } catch (cause) {
      this.#state = 'failed'
      // The next call creates another one.
      this.#engine = this.#making = undefined
      this.#warming = undefined
      await engine.close()
      throw loadError(this.#name, cause)
    }
  }
}

function loadError(name: keyof EngineRegistry, cause: unknown): ApiError {
  // Only messages meant for callers are exposed to them.
  const detail = cause instanceof EngineUnavailableError ? cause.message : 'see the server log'
  const message = `The ${labels[name]} engine could not be loaded: ${detail}`
  return new ApiError(503, message, { cause, retryAfterSeconds: 5 })
}

function absenceError(name: keyof EngineRegistry, hint: string | undefined): ApiError {
  const detail = `This server has no ${labels[name]} engine${hint === undefined ? '' : `: ${hint}`}`
  return new ApiError(501, detail, { code: 'engine_missing' })
}

const labels: Readonly<Record<keyof EngineRegistry, string>> = {
  chat: 'chat',
  embeddings: 'embeddings',
  images: 'image',
  vision: 'vision',
  speech: 'speech',
  transcription: 'transcription',
  punctuation: 'punctuation',
  turnDetection: 'turn detection',
  music: 'music',
  video: 'video',
  moderation: 'moderation',
  imageModeration: 'image moderation',
}
