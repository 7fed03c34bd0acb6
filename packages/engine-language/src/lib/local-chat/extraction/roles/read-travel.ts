import type { NamePhrase } from './name-phrases.ts'
import { readAddress } from './read-names.ts'

const travelClass = '((?:premium )?economy(?: extra| plus)?|business|first|coach|flexible|standard)'
const classes: readonly RegExp[] = [
  new RegExp(
    String.raw`\b${travelClass}[ -](?:class|(?:bus |train |plane |air |rail )?(?:tickets?|fares?|seats?|seating))\b`,
    'gi',
  ),
  new RegExp(String.raw`\b(?:class|fare)(?: type)?(?: is|:)? ${travelClass}\b`, 'gi'),
  /\b((?:premium )?economy(?: extra| plus)?)\b/gi,
]

/** Reads the class of a ticket: "two economy seats", "premium economy". Several leave it open. */
export function readFare(text: string): string | undefined {
  for (const pattern of classes) {
    const found = [...text.matchAll(pattern)].map(({ 0: whole, 1: name = '' }) =>
      /^first/i.test(whole) ? 'first class' : name,
    )
    if (found.length > 0) return new Set(found.map((name) => name.toLowerCase())).size === 1 ? found[0] : undefined
  }
  return undefined
}

/** Reads the airline: the only name with such a word. */
export function readAirline(names: readonly NamePhrase[]): string | undefined {
  const found = new Set(
    names.flatMap(({ text, after }) => {
      if (/ air ?(?:lines?|ways)$/i.test(text)) return [text]
      const noun = /^ air ?(?:lines|ways)\b/.exec(after)?.[0]
      return noun === undefined ? [] : [text + noun]
    }),
  )
  return found.size === 1 ? [...found][0] : undefined
}

/** Reads where a ride goes: a street with its number, or the only name after "to". */
export function readDestination(text: string, names: readonly NamePhrase[]): string | undefined {
  const street = readAddress(text)
  if (street !== undefined) return street
  const found = names.filter(({ before }) => /\b(?:to|destination(?: is|:| of)?) (?:the )?$/.test(before))
  return new Set(found.map(({ text: name }) => name)).size === 1 ? found[0]?.text : undefined
}
