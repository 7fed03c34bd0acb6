import { isFunctionWord, stemOf, wordsOf } from '../words.ts'
import type { SkillContext } from './skill.ts'

/**
 * Returns whether a sentence mentions what the question is about. "When does my train leave?" is not answered by the
 * departure of a flight, however similar the sentences are.
 */
export function isAbout(sentence: string, question: string, { extractor: { wordNet } }: SkillContext): boolean {
  if (!statesMeasure(sentence, question)) return false
  const mentioned = new Set(wordsOf(sentence).map(stemOf))
  const fixed = question.match(fixedWords) ?? []
  if (!fixed.every((word) => mentioned.has(stemOf(word)))) return false
  const owned = [...question.matchAll(/\b(?:my|our|his|her|their|the)\s+([\p{L}-]+)(?:['’]s)?/giu)].map(
    ([, noun = '']) => noun,
  )
  return owned.every((noun) => {
    if (isFunctionWord(noun) || isAspect(noun) || mentioned.has(stemOf(noun))) return true
    const others = [...wordNet.synonyms(noun), ...hyponymsIn(sentence, noun, wordNet)]
    return others.some((word) => mentioned.has(stemOf(word)))
  })
}

const figure = String.raw`(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|a dozen|no|an?)`
const duration = new RegExp(
  String.raw`\b${figure}[ -](?:[a-z]+ )?(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)\b`,
  'i',
)

/** Returns whether a sentence states the measure that a question asks for: the number of what is counted, or a duration. */
function statesMeasure(sentence: string, question: string): boolean {
  const counted = /\bhow many (\p{L}+)/iu.exec(question)?.[1]
  if (counted) {
    const stem = stemOf(counted)
    const words = wordsOf(sentence)
    return words.some(
      (word, index) =>
        new RegExp(`^${figure}$`, 'i').test(word) &&
        words.slice(index + 1, index + 4).some((next) => stemOf(next) === stem),
    )
  }
  if (/\bhow (?:long|old)\b/i.test(question))
    return duration.test(sentence) || /\b\d+ (?:cm|m|km|feet|inches|miles)\b|\bis \d+\b/i.test(sentence)
  return !/\bhow much\b/i.test(question) || /\d|\bfree\b/i.test(sentence)
}

/** Returns the words of a sentence that are a kind of the noun: "dog" for "pet". */
function hyponymsIn(sentence: string, noun: string, wordNet: SkillContext['extractor']['wordNet']): string[] {
  return wordsOf(sentence).filter(
    (word) => !isFunctionWord(word) && wordNet.isA(word.toLowerCase(), noun.toLowerCase()),
  )
}

/** Figures, days, months and names of a question: an answer about others is none. */
const fixedWords = /\b\d[\d.:]*\b|\b(?:noon|midnight|today|tomorrow|yesterday)\b|(?<=[\p{L}\d,] )(?!I\b)\p{Lu}\p{Ll}+/gu

/** Returns whether a noun names an aspect that a sentence states without the word: "red" is a color. */
function isAspect(noun: string): boolean {
  return /^(?:name|color|colour|age|date|day|time|price|cost|number|place|city|town|country|favou?rite|job|address|size|weight|height|amount|total|reason|answer|first|last|best|new|old|whole|same|other|main|most|document|text|passage|article|context|story|author|year|month|deadline|location)$/i.test(
    noun,
  )
}
