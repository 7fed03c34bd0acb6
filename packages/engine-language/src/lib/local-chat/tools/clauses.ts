import { splitSentences } from '@mira/engine/internal'
import { isRequestVerb } from './change-verbs.ts'

/** Mood of a clause. `fragment` is a phrase without a verb, `doubtful` a condition, an opinion or a polite question. */
export type Mood = 'request' | 'question' | 'statement' | 'negated' | 'doubtful' | 'thanks' | 'fragment'

/** Clause of a message. */
export interface Clause {
  readonly text: string
  readonly mood: Mood
  /** Verb of a request in lower case, and what follows it. */
  readonly verb?: string | undefined
  readonly rest?: string | undefined
}

const opener =
  /^(?:(?:hi|hello|hey|ok|okay|yes|yeah|yep|sure|no|please|pls|kindly|now|then|also|just|so|well|alright|great|good|perfect|thanks|thank you|and|but|instead|actually|sorry|right|quickly|first|next|finally|again|mira|assistant|computer|maybe|perhaps|go ahead and|be so kind as to|be sure to|make sure (?:to|you)|(?:do not|don['’]?t) forget to|remember to|feel free to|let['’]?s|let us)\b[,!:.]?\s*)+/i
const negation =
  /^(?:do not|don['’]?t|never|no need to|not|no longer|stop \w+ing|quit \w+ing|refrain|avoid|under no circumstances|you (?:should not|shouldn['’]?t|must not|mustn['’]?t|need not|needn['’]?t))\b/i
const hesitation =
  /\b(?:not sure|unsure|maybe|might|perhaps|thinking (?:about|of)|considering|wondering|undecided|tempted|hypothetically|in theory|some day|someday|one day|eventually)\b/i
const condition =
  /(?:^|[\s,])(?<!\b(?:ask|asks|asking|see|know|check|find out)(?:\s+\w+){0,2}\s)(?:if|unless|in case|provided|as soon as|as long as)\b|^(?:once|when|whenever|after|before|until|should)\b/i
const withdrawal =
  /\b(?:just kidding|only joking|never ?mind|forget (?:it|that|about it)|scratch that|changed my mind|on second thought|wait,? no|actually,? no|not really)\b/i
const thanks =
  /^(?:(?:many |so |ok,? |okay,? |great,? |perfect,? )?thank(?:s| you)\b|cheers\b|much appreciated|(?:that['’]?s |that is |that was )?(?:great|perfect|awesome|wonderful|excellent|amazing|nice|brilliant|good job|well done|lovely|super)\b(?=[\s!.,]*$|.*\b(?:you|job|work)\b))/i
const questionStart =
  /^(?:what|who|whom|whose|where|when|which|why|how|is|are|am|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|isn['’]?t|aren['’]?t|don['’]?t|didn['’]?t|doesn['’]?t|any)\b/i
const adverb = String.raw`(?:\s+(?:really|also|now|just|please|kindly|still|very much|quickly))*`
const wish = new RegExp(
  String.raw`^(?:i|we)(?:\s+would|['’]d)?${adverb}\s+(?:want|need|wish|like|love|prefer)(?:\s+(?:you|mira))?${adverb}\s+to${adverb}\s+(not\s+|never\s+)?(\p{L}+)\b(.*)$`,
  'isu',
)
const wishForDone = new RegExp(
  String.raw`^(?:i|we)(?:\s+would|['’]d)?${adverb}\s+(?:want|need|like)\s+(.+?)\s+to\s+be\s+(\p{L}+ed)\b(.*)$`,
  'isu',
)
const wishForThing = new RegExp(
  String.raw`^(?:i|we)(?:\s+would|['’]d)?${adverb}\s+(want|need|like|love)\s+((?:an?|the|my|our|some|another|\d+|two|three|four|this|that|these|those|it)\b.*)$`,
  'isu',
)
const polite = new RegExp(
  String.raw`^(?:can|could|would|will|can['’]t|won['’]t)\s+you${adverb}\s+(not\s+|never\s+)?(\p{L}+)\b(.*)$`,
  'isu',
)
/** A wish to find something: it asks what there is, and for no change. */
const search =
  /^(?:i|we)(?:['’]m| am|['’]re| are)(?: (?:just|currently|also|now|actually|really))? (?:(?:looking|searching|hunting) for|in search of|looking to (?:find|see|watch|hear|visit|attend)|trying to find|interested in|in the mood (?:for|to)|up for|hoping to (?:find|see|watch|hear))\b/i
/** "I'll be in Rome and need a hotel": the subject of the wish is the one before. */
const elided = /^\s*,?\s*(?:and|but|so)\s+((?:would|also|still|just)\s+)?(?=(?:need|want|like|love)\b)/i
const askedFor =
  /\b(?:know|information|info|details|advice|explanation|policy|reason|help with|understand|see|hear about)\b/i
const reported =
  /^(?:he|she|they|someone|somebody|everyone|it|my \w+|our \w+|his \w+|her \w+|their \w+|the \w+|\p{Lu}\p{L}+)\s+(?:just |has |have |had |once )?(?:said|says|told|tells|asked|asks|wrote|writes|wants|wanted|suggests|suggested|thinks|thought|ordered|recommends|recommended)\b/u
const subject =
  /^(?:i|we|you|he|she|it|they|this|that|these|those|there|my|our|your|his|her|their|its|the|an?|someone|somebody|everyone|everybody|nobody|no one)(?:['’]\w+)?\b/i
const nounAtStart =
  /^(?:\S+\s+){0,4}?(?:am|is|are|was|were|have|has|had|do|does|did|doesn['’]t|didn['’]t|took|takes|cost|costs|failed|fails|works|arrived|came|got|keeps|will|would|can['’]t|cannot|won['’]t)\b/i
const subordinate = /\b(?:that|saying|say|who|which|what|where|when|how|why|i|we|he|she|they|it|you)\b|:|$^/i

/** Splits a message into clauses with their moods. A phrase that belongs to the preceding clause is joined to it. */
export function readClauses(said: string): Clause[] {
  const clauses = splitSentences(said).flatMap(readSentence)
  const last = clauses.findLastIndex(({ text }) => withdrawal.test(text))
  return clauses.map((clause, index) => (index <= last && clause.mood === 'request' ? doubt(clause) : clause))
}

/**
 * Returns whether a message only reports, negates or thanks: sentences with a subject and a verb that ask for nothing. A
 * message with data, after a colon or in quotes, is none.
 */
export function isReport(text: string): boolean {
  if (/[:;"“«`\n?]/.test(text) || text.length > 400) return false
  return splitSentences(text).every((sentence) => {
    const [first] = readSentence(sentence)
    if (first?.mood === 'negated' || first?.mood === 'thanks') return true
    return first?.mood === 'statement' && isNoun(sentence.replace(opener, ''))
  })
}

function readSentence(sentence: string): Clause[] {
  const bare = hideQuotes(sentence)
  const isQuestion = /\?["”')\]]*\s*$/.test(bare)
  const pieces = splitPieces(bare).map(({ start, end }) => ({
    text: sentence.slice(start, end),
    bare: bare.slice(start, end),
  }))
  const clauses: Clause[] = []
  for (const piece of pieces) {
    const before = clauses.at(-1)
    const clause = readClause(before ? piece.bare.replace(elided, 'I $1') : piece.bare, isQuestion)
    // After a colon comes what to send or to note.
    const isContent = before?.mood === 'request' && piece.bare.startsWith(':')
    if (before && (isContent || clause.mood === 'fragment'))
      clauses[clauses.length - 1] = {
        ...before,
        text: before.text + piece.text,
        rest: (before.rest ?? '') + piece.bare,
      }
    else clauses.push({ ...clause, text: piece.text })
  }
  if (reported.test(bare)) return [{ text: sentence, mood: 'statement' }]
  const isDoubtful = hesitation.test(bare) || condition.test(bare.replace(opener, ''))
  return isDoubtful ? clauses.map((clause) => (clause.mood === 'request' ? doubt(clause) : clause)) : clauses
}

function doubt(clause: Clause): Clause {
  return { ...clause, mood: 'doubtful' }
}

/** Replaces quoted text by signs, so that its words are not read as part of the sentence. The length is unchanged. */
function hideQuotes(text: string): string {
  return text.replace(/"[^"\n]*"|“[^”\n]*”|«[^»\n]*»|(?<![\p{L}\p{N}])'[^'\n]+'(?![\p{L}\p{N}])/gu, (quoted) =>
    '_'.repeat(quoted.length),
  )
}

function splitPieces(sentence: string): { start: number; end: number }[] {
  const cuts = [...sentence.matchAll(/[,;:]\s+|\s+(?:and then|and also|and|then|but|or|so|plus)\s+/gi)].map(
    ({ index }) => index,
  )
  const starts = [0, ...cuts]
  return starts.map((start, index) => ({ start, end: starts[index + 1] ?? sentence.length }))
}

function readClause(bare: string, isQuestion: boolean): Omit<Clause, 'text'> {
  const clause = bare.replace(/^[\s,;:]+/, '').trim()
  const gratitude = thanks.test(clause)
  const core = clause.replace(opener, '').trim()
  if (!/[\p{L}\p{N}_]/u.test(core)) return { mood: gratitude ? 'thanks' : 'fragment' }
  if (negation.test(core)) return { mood: 'negated' }
  const wished = wish.exec(core) ?? polite.exec(core)
  if (wished) return toRequest(wished[1], wished[2] ?? '', wished[3] ?? '')
  const done = wishForDone.exec(core)
  if (done) return toRequest(undefined, done[2] ?? '', `${done[1]}${done[3]}`)
  const thing = wishForThing.exec(core)
  if (thing)
    return askedFor.test(core)
      ? { mood: 'question' }
      : { mood: 'request', verb: (thing[1] ?? '').toLowerCase(), rest: thing[2] ?? '' }
  if (gratitude) return { mood: 'thanks' }
  const mind = /^would you mind (\p{L}+)ing\b(.*)$/isu.exec(core)
  if (mind) return { mood: 'doubtful', verb: (mind[1] ?? '').toLowerCase(), rest: mind[2] ?? '' }
  const [first = ''] = core.toLowerCase().match(/^[\p{L}’'-]+/u) ?? []
  if (isRequestVerb(first) && !isNoun(core)) {
    const rest = core.slice(first.length)
    return isQuestion ? { mood: 'doubtful', verb: first, rest } : toRequest(undefined, first, rest)
  }
  if (questionStart.test(core) || isQuestion) return { mood: 'question' }
  if (/^(?:i|we)(?:['’]m| am| are)? (?:wonder|curious|would like to know)/i.test(core)) return { mood: 'question' }
  if (search.test(core)) return { mood: 'question' }
  return { mood: subject.test(core) || isNoun(core) ? 'statement' : 'fragment' }
}

function toRequest(negated: string | undefined, verb: string, rest: string): Omit<Clause, 'text'> {
  const name = verb.toLowerCase()
  if (negated) return { mood: 'negated' }
  // "Tell me", "show me" and "I want to know" ask for information.
  if (/^(?:tell|ask|remind)$/.test(name) && /^\s+(?:me|us)\b/i.test(rest) && name !== 'remind')
    return { mood: 'question' }
  return askedFor.test(name) ? { mood: 'question' } : { mood: 'request', verb: name, rest }
}

/** Returns whether the first word is a noun: "Order 5 was late" is a report, "Tell Bob that order 5 was late" is not. */
function isNoun(clause: string): boolean {
  const found = nounAtStart.exec(clause)
  return found !== null && !subordinate.test(found[0].slice(0, found[0].lastIndexOf(' ')))
}
