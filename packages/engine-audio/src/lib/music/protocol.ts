import type { MusicRequest, Song } from '@mira/engine'

/** A checked request, its genre and mood chosen. */
export interface SongTask extends MusicRequest {
  /** Name of a genre the composer knows. */
  readonly genre: string
  /** Name of a mood the composer knows. */
  readonly mood: string
  readonly seed: number
}

/** What the thread answers. */
export type SongResult = Song
