import type { NamePhrase } from './name-phrases.ts'
import type { Role } from './role.ts'

/** Words in the name of a station or another place that is no city. */
export const facilityWords =
  /\b(?:station|airport|depot|terminal|port(?= ?$)|cent(?:er|re)|stop|garage|harbou?r|pier|plaza|transit)\b/i

/** Reads a station or an airport: a name with such a word, and for a pick-up any place after "from" or "at". */
export function readFacility({ side, field }: Role, names: readonly NamePhrase[]): string | undefined {
  const facilities = names.filter(({ text }) => facilityWords.test(text))
  const cue =
    side === 'end'
      ? /\b(?:to|into|return\w* (?:it )?(?:to|at)|drop\w*(?: it)? off at) (?:the )?$/
      : /\b(?:from|at|in|up) (?:the )?$/
  const sided = facilities.filter(({ before }) => cue.test(before))
  const chosen = facilities.length === 1 && !/\b(?:to|from)\b/.test(field.name) ? facilities : sided
  return chosen.length === 1 ? chosen[0]?.text : undefined
}
