import type { Engine } from './engine.ts'
import type { LongCallOptions } from './progress.ts'

/** A song to make. */
export interface MusicRequest {
  readonly prompt: string
  readonly genre?: string | undefined
  readonly mood?: string | undefined
  /** Free words, or several with commas between. */
  readonly style?: string | undefined
  /** 1 to 240. */
  readonly durationSeconds: number
  /** Without a voice. */
  readonly isInstrumental: boolean
  /** Words to sing, with or without section marks such as `[Verse]`; without them the engine writes some. */
  readonly lyrics?: string | undefined
  readonly format: 'mp3' | 'wav'
  /** One request with one seed gives the same song. */
  readonly seed?: number | undefined
}

/** A song that was made. */
export interface Song {
  readonly data: Uint8Array
  readonly mediaType: 'audio/mpeg' | 'audio/wav'
  readonly durationSeconds: number
  /** The words with section marks; undefined when it is instrumental. */
  readonly lyrics: string | undefined
  /** What was composed. */
  readonly composition: {
    readonly tempo: number
    /** Such as `D minor`. */
    readonly key: string
    /** Section names in order. */
    readonly form: readonly string[]
    readonly instruments: readonly string[]
    readonly genre: string
    readonly mood: string
    readonly seed: number
  }
}

/** Composes and performs music. */
export interface MusicEngine extends Engine {
  /** @throws {EngineInputError} for a duration, lyrics or language it cannot take. */
  compose(request: MusicRequest, options?: LongCallOptions): Promise<Song>
}
