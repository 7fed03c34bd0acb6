import { isFunctionWord } from '../words.ts'
import type { ParsedText } from './parsed-text.ts'
import { type Span, span } from './span.ts'
import { toSpans } from './to-spans.ts'

/** Words up to the number before a counted noun: "Mark five notebooks" yields "notebooks". */
const countedWords = /^.*\b(?=(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozen)\s)/i

const leadingWords =
  /^(?:(?:the|a|an|my|our|your|his|her|their|its|some|any|this|that|these|those|all|\d[\d,.]*%?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozen)\s+)+/i

/** Finds noun phrases without articles, numbers and prepositional phrases. */
export function findNouns(parsed: ParsedText): Span[] {
  return toSpans(
    'noun',
    parsed.select((doc) => doc.nouns()),
  ).flatMap((noun) => {
    const counted = noun.text.match(countedWords)?.[0].length ?? 0
    const lead = counted + (noun.text.slice(counted).match(leadingWords)?.[0].length ?? 0)
    const head = noun.text.slice(lead).split(/\s+(?:in|on|at|for|from|to|with|by|about|of the)\s+/i)[0] ?? ''
    return head && !isFunctionWord(head) ? [span('noun', head, noun.start + lead)] : []
  })
}
