import type { EmbeddingEngine, MusicRequest, Song } from '@mira/engine'
import type { WorkerCallOptions } from '@mira/engine/worker'

/** What the child process is asked for. */
export interface SongRequest extends MusicRequest {
  readonly seed: number
  /** Whether it may call `embed`. */
  readonly hasEmbed: boolean
}

/** What the child process may call. */
export type SongCalls = Readonly<{
  embed(texts: readonly string[], options: WorkerCallOptions): ReturnType<EmbeddingEngine['embed']>
}>

/** A request whose genre and mood are chosen. */
export interface SongTask extends MusicRequest {
  /** Name of a genre the composer knows. */
  readonly genre: string
  /** Name of a mood the composer knows. */
  readonly mood: string
  readonly seed: number
}

/** What the child process returns. */
export type SongResult = Song
