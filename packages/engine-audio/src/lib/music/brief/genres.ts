import type { Genre } from './genre.ts'
import rows from './genres.json' with { type: 'json' }
import { progressions } from './progressions.ts'

/** A genre as `genres.json` has it: harmony by the name of its progressions. */
type GenreRow = Omit<Genre, 'major' | 'minor'> & Record<'major' | 'minor', keyof typeof progressions>

/** The genres the composer knows. */
// Strings of JSON have no literal types: `genres.test.ts` checks what the compiler cannot.
export const genres: readonly Genre[] = (rows as unknown as readonly GenreRow[]).map(({ major, minor, ...row }) => ({
  ...row,
  major: progressions[major],
  minor: progressions[minor],
}))
