import type { EmbeddingEngine, MusicRequest, Song } from '@mira/engine'
import type { WorkerCallOptions } from '@mira/engine/worker'

/** Task sent to the child process. */
export interface SongRequest extends MusicRequest {
  readonly seed: number
  /** Whether `embed` is available to the child process. */
  readonly hasEmbed: boolean
}

/** Calls that the child process may make. */
export type SongCalls = Readonly<{
  embed(texts: readonly string[], options: WorkerCallOptions): ReturnType<EmbeddingEngine['embed']>
}>

/** A request with genre and mood chosen. */
export interface SongTask extends MusicRequest {
  /** Name of a genre supported by the composer. */
  readonly genre: string
  /** Name of a mood supported by the composer. */
  readonly mood: string
  readonly seed: number
  /** Genre and mood in the words of the request. */
  readonly words: Pick<MusicRequest, 'prompt' | 'genre' | 'mood' | 'style'>
}

/** Song of the local engine, which knows what it composed. */
export interface LocalSong extends Song {
  readonly composition: NonNullable<Song['composition']> & {
    /** Requested features that the song lacks, such as `not played: sitar`; empty if there is nothing. */
    readonly differences: readonly string[]
  }
}
