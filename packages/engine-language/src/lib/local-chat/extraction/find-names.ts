import type { CandidateKind } from './candidate.ts'
import type { ParsedText } from './parsed-text.ts'
import { covers, type Span, span, textBefore } from './span.ts'
import { toSpans } from './to-spans.ts'

/** Finds the names of people, places and organizations, and other capitalized words. */
export function findNames(text: string, parsed: ParsedText): Span[] {
  const named = [
    ...toSpans(
      'person',
      parsed.select((doc) => doc.people()),
    ),
    ...toSpans(
      'place',
      parsed.select((doc) => doc.places()),
    ),
    ...toSpans(
      'organization',
      parsed.select((doc) => doc.organizations()),
    ),
  ].map(dropLabel)
  return [...named, ...findCapitalized(text).filter((name) => !covers(named, name))]
}

/** Removes lower-case words before a name: "city Turin" becomes "Turin". */
function dropLabel(name: Span): Span {
  const label = name.text.match(/^(?:\p{Ll}[\p{L}'’]*\s+)+(?=\p{Lu})/u)?.[0].length ?? 0
  return span(name.kind, name.text.slice(label), name.start + label)
}

/** Finds capitalized words within a sentence: names whose kind depends on their context. */
function findCapitalized(text: string): Span[] {
  const name = /\p{Lu}[\p{L}\p{N}'’-]*(?: (?:of |de |van |von |the )?\p{Lu}[\p{L}\p{N}'’-]*)*/gu
  const matches = [...text.matchAll(name)].filter(({ index, 0: found }) => {
    const opensSentence = index === 0 || /(?:^|[.!?\n])$/.test(textBefore(text, index).replace(/[^\S\n]+$/, ''))
    return !/^(?:I|I'm|I’m|OK|JSON|API|URL)$/.test(found) && !(opensSentence && !found.includes(' '))
  })
  return matches.flatMap((match) => {
    const found = match[0].replace(/['’]s$/, '')
    const kind = guessNameKind(textBefore(text, match.index))
    return [{ ...span(kind, found, match.index), isGuess: kind === 'person' }]
  })
}

function guessNameKind(before: string): CandidateKind {
  if (/\b(?:in|at|from|to|near|into|toward|towards|around|visit|visiting|between|via)\s+$/i.test(before)) return 'place'
  if (/\b(?:corporation|company|at|by)\s+$/i.test(before)) return 'organization'
  return 'person'
}
