import type { Engine } from './engine.ts'
import type { LongCallOptions } from './progress.ts'

/** Request to generate a song. */
export interface MusicRequest {
  readonly prompt: string
  readonly genre?: string | undefined
  readonly mood?: string | undefined
  /** Style in free text, or several styles separated by commas. */
  readonly style?: string | undefined
  /** Duration in seconds, 1 to 240. */
  readonly durationSeconds: number
  /** Whether the song has no vocals. */
  readonly isInstrumental: boolean
  /** Lyrics, optionally with section marks such as `[Verse]`. A music model may write its own if omitted; the local engine does not. */
  readonly lyrics?: string | undefined
  readonly format: 'mp3' | 'wav'
  /** Seed for reproducible songs: the same request and seed produce the same song. */
  readonly seed?: number | undefined
}

/** Generated song. */
export interface Song {
  readonly data: Uint8Array
  readonly mediaType: 'audio/mpeg' | 'audio/wav'
  readonly durationSeconds: number
  /** Lyrics with section marks; undefined for instrumentals. */
  readonly lyrics: string | undefined
  /** Musical parameters of the song; undefined if the engine does not know them, as with an upstream. */
  readonly composition:
    | {
        readonly tempo: number
        /** Key, such as `D minor`. */
        readonly key: string
        /** Section names in order. */
        readonly form: readonly string[]
        readonly instruments: readonly string[]
        readonly genre: string
        readonly mood: string
        readonly seed: number
        /** Requested features that the song lacks, such as `not played: sitar`; absent if the engine does not know. */
        readonly differences?: readonly string[] | undefined
      }
    | undefined
}

/** Generates music. */
export interface MusicEngine extends Engine {
  /**
   * Generates a song.
   *
   * @throws {EngineInputError} when the duration, lyrics or language is not supported.
   */
  compose(request: MusicRequest, options?: LongCallOptions): Promise<Song>
}
