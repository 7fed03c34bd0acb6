import type { Genre } from './genre.ts'
import rows from './genres.json' with { type: 'json' }
import { progressions } from './progressions.ts'

/** A genre as stored in `genres.json`: harmony as the name of its progressions. */
type GenreRow = Omit<Genre, 'major' | 'minor'> & Record<'major' | 'minor', keyof typeof progressions>

/** Genres supported by the composer. */
// JSON strings have no literal types; `genres.test.ts` checks the values instead.
export const genres: readonly Genre[] = (rows as unknown as readonly GenreRow[]).map(({ major, minor, ...row }) => ({
  ...row,
  major: progressions[major],
  minor: progressions[minor],
}))
