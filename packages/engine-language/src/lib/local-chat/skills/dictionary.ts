import type { Sense } from '@mira/engine-lexicon'
import { capitalize, escapeRegExp, joinList } from '../words.ts'
import type { Skill, SkillAnswer, SkillContext } from './skill.ts'

const quoted = String.raw`["'“]?(?:the word |the term |word |term )?["'“]?([\p{L}][\p{L}' -]*?)["'”]?`
const patterns = {
  synonyms: [
    new RegExp(
      String.raw`\b(?:synonyms?|another word|other words?|similar words?|words? similar)\b.*?\b(?:for|of|to)\s+${quoted}[?.!]*$`,
      'iu',
    ),
  ],
  antonyms: [new RegExp(String.raw`\b(?:antonyms?|opposites?)\b.*?\b(?:for|of|to)\s+${quoted}[?.!]*$`, 'iu')],
  definition: [
    new RegExp(String.raw`\b(?:define|definition of|meaning of|describe the word)\s+${quoted}[?.!]*$`, 'iu'),
    new RegExp(String.raw`\bwhat (?:does|do)\s+${quoted}\s+mean[?.!]*$`, 'iu'),
    new RegExp(String.raw`\bwhat(?: is|'s) (?:the )?(?:meaning|definition) of\s+${quoted}[?.!]*$`, 'iu'),
    new RegExp(String.raw`\bdefinition for\s+${quoted}[?.!]*$`, 'iu'),
    new RegExp(String.raw`\b(?:tell me|know|explain|show me) what (?:does )?${quoted} means?[?.!]*$`, 'iu'),
  ],
  thing: [
    /^\s*(?:(?:can you |please )?(?:tell me |explain )?(?:what|who)(?:'s| is| are| was| were)|explain)\s+(?:an? |the )?["'“]?([\p{L}][\p{L}' -]*?)["'”]?[?.!]*$/iu,
    /^\s*(?:please )?(?:can you |could you )?(?:tell me|explain) what (?:an? |the )?["'“]?([\p{L}][\p{L}' -]*?)["'”]? (?:is|are)[?.!]*$/iu,
    /^\s*(?:please )?(?:can you )?tell me about\s+(?:an? |the )?([\p{L}][\p{L}' -]*?)[?.!]*$/iu,
    /^\s*(?:the )?(capital(?: city)? of [\p{L}][\p{L}' -]*?)[?.!]*$/iu,
  ],
} as const

/** Answers with definitions, synonyms, antonyms, and WordNet entries on things and people. */
export const dictionary: Skill = {
  name: 'dictionary',
  answer(context) {
    const text = context.text.replace(
      /\s+(?:in (?:one|a single|two|a few|simple|plain)\b[^.?!]*|briefly|please|for me)(?=[.?!]*\s*$)/i,
      '',
    )
    return (
      answerFor(text, patterns.synonyms, (word) => answerWords(context, word, 'synonyms')) ??
      answerFor(text, patterns.antonyms, (word) => answerWords(context, word, 'antonyms')) ??
      answerFor(text, patterns.definition, (word) => define(context, word, 0.93)) ??
      answerFor(text, patterns.thing, (word) => answerThing(context, word))
    )
  },
}

function answerFor(
  text: string,
  tests: readonly RegExp[],
  answer: (word: string) => SkillAnswer | undefined,
): SkillAnswer | undefined {
  for (const test of tests) {
    const word = text.match(test)?.[1]?.trim()
    const found = word ? answer(word) : undefined
    if (found) return found
  }
  return undefined
}

const counts: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, ten: 10 }

/** Returns the number of words asked for, as in "three synonyms". Defaults to six. */
function limitOf(text: string): number {
  const word =
    text
      .match(/\b(\d+|two|three|four|five|ten) (?:\w+ )?(?:synonyms|antonyms|opposites|words)\b/i)?.[1]
      ?.toLowerCase() ?? ''
  return counts[word] ?? (Number(word) || 6)
}

function answerWords(
  { text, extractor: { wordNet } }: SkillContext,
  word: string,
  kind: 'synonyms' | 'antonyms',
): SkillAnswer | undefined {
  const wanted = limitOf(text)
  const words = (kind === 'synonyms' ? wordNet.synonyms(word) : wordNet.antonyms(word)).slice(0, wanted)
  const name = kind === 'synonyms' ? 'Synonyms' : words.length === 1 ? 'The opposite' : 'Opposites'
  if (words.length === 0) {
    if (word.includes(' ')) return undefined
    return { text: `WordNet has no ${kind} of “${word}”.`, score: 0.8, how: `no ${kind} of ${word}` }
  }
  const verb = words.length === 1 && kind === 'antonyms' ? 'is' : 'are'
  return {
    text: `${name} of “${word}” ${kind === 'synonyms' ? 'are' : verb} ${joinList(words)}.`,
    brief: words[0],
    value: words[0],
    score: 0.93,
    how: `WordNet: ${words.join(', ')}`,
  }
}

function define({ extractor: { wordNet } }: SkillContext, word: string, score: number): SkillAnswer | undefined {
  const senses = wordNet.senses(word.replace(/^(?:an?|the) /i, ''))
  if (senses.length === 0) return undefined
  const lines = firstOfEach(senses).map((sense) => `${partNames[sense.partOfSpeech]}: ${sense.definition}`)
  const text =
    lines.length === 1
      ? `${capitalize(word)} (${lines[0]}).`
      : `${capitalize(word)}:\n${lines.map((line) => `- ${line}`).join('\n')}`
  return {
    text,
    brief: senses[0]?.definition,
    value: senses[0]?.definition,
    score,
    how: `WordNet has ${senses.length} meanings of ${word}`,
  }
}

const partNames = { noun: 'noun', verb: 'verb', adj: 'adjective', adv: 'adverb' } as const

/** Returns the two most common meanings, with different parts of speech if possible. */
function firstOfEach(senses: readonly Sense[]): Sense[] {
  const kinds = new Map(senses.toReversed().map((sense) => [sense.partOfSpeech, sense]))
  const [first] = senses
  return first ? [first, ...[...kinds.values()].filter((sense) => sense !== first)].slice(0, 2) : []
}

function answerThing(context: SkillContext, phrase: string): SkillAnswer | undefined {
  const { wordNet } = context.extractor
  if (
    /\b(?:my|your|our|his|her|their|this|that|it|you|i|we)\b/i.test(phrase) ||
    phrase.split(' ').length > 6 ||
    // A capital letter within a word marks a proper name: TypeScript is not "typescript".
    /\p{Ll}\p{Lu}/u.test(phrase)
  )
    return undefined
  const capital = phrase.match(/^(?:the )?(capital(?: city)?|largest city) of (.+)$/i)
  if (capital) return answerCapital(context, capital[2] ?? '')
  const [sense] = wordNet.senses(phrase).filter(({ partOfSpeech }) => partOfSpeech === 'noun')
  if (!sense) return undefined
  // "What is the password?" and "Who is a doctor?" ask for one of its kind, not for the meaning of the word.
  const asksForOne = new RegExp(String.raw`\bthe\s+["'“]?${escapeRegExp(phrase)}|\bwho\b`, 'i').test(context.text)
  if (asksForOne && !sense.isInstance && !/^the\b/i.test(sense.definition)) return undefined
  const name = sense.words.find((word) => word.toLowerCase() === phrase.toLowerCase()) ?? phrase
  const verb = sense.isInstance && /\(\d{3,4}-\d{3,4}\)/.test(sense.definition) ? 'was' : 'is'
  return {
    text: `${capitalize(name)} ${verb}, by WordNet: ${sense.definition}.`,
    brief: sense.definition,
    value: sense.definition,
    score: 0.7,
    how: `WordNet on ${phrase}`,
  }
}

function answerCapital({ extractor: { wordNet } }: SkillContext, place: string): SkillAnswer | undefined {
  const country = place.replace(/^the /i, '')
  const [direct] = wordNet.senses(`capital of ${country}`)
  const names = wordNet.senses(country).flatMap(({ words }) => words)
  const sense =
    direct ??
    [capitalize(country), ...names]
      .map(
        (name) =>
          wordNet.findByDefinition(`capital and largest city of ${name}`) ??
          wordNet.findByDefinition(`the capital of ${name}`),
      )
      .find(Boolean)
  if (!sense?.isInstance) return undefined
  const city = sense.words[0] ?? ''
  return {
    text: `The capital of ${place} is ${city}.`,
    brief: city,
    value: city,
    score: 0.9,
    how: `WordNet: ${city}: ${sense.definition}`,
  }
}
