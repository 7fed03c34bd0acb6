import { splitSentences } from '@mira/engine/internal'
import { contentStems, endSentence, stemOf, wordsOf } from '../words.ts'
import { isAbout } from './is-about.ts'
import { swapPersons } from './person-swap.ts'
import type { Skill, SkillAnswer, SkillContext } from './skill.ts'
import { splitRequest } from './split-request.ts'

interface Memory {
  readonly text: string
  readonly source: 'user' | 'assistant' | 'document'
  readonly position: number
}

/** Minimum similarity of a sentence to the question, by meaning and shared words combined. */
const threshold = 0.5
const maxQuestionLength = 1_000
/** Length of a sentence whose meaning is compared, in characters. */
const maxCompared = 500
const questionWord =
  /\b(?:what|who|whom|whose|where|when|which|why|how|did|do|does|is|are|was|were|can|could|will|tell me|remind me)\b|\?\s*$/i

/** Answers from the conversation or its documents with the sentence most similar to the question. */
export const recall: Skill = {
  name: 'recall',
  readsLongText: true,
  async answer(context) {
    return recallTurn(context) ?? (await recallNearest(context))
  },
}

function recallTurn({ text, conversation }: SkillContext): SkillAnswer | undefined {
  if (text.length > maxQuestionLength) return undefined
  const said = conversation.history.filter(({ role }) => role === 'user')
  const first = /\b(?:first|initial) (?:thing|question|message)\b/i.test(text) && /\b(?:i|my|me)\b/i.test(text)
  const last =
    /\b(?:what did i (?:just )?(?:say|ask)|(?:my )?(?:last|previous) (?:question|message|thing i))\b/i.test(text) &&
    !/\babout|my\s+\w+\s+(?:was|is)|\bwas\b.*\bcalled\b/i.test(text)
  if (!first && !last) return undefined
  const turn = first ? said[0] : said.at(-1)
  if (!turn) return { text: 'You have not said anything before this.', score: 0.9, how: 'no earlier message' }
  return {
    text: `You ${/\?\s*$/.test(turn.text) ? 'asked' : 'said'}: “${turn.text}”`,
    brief: turn.text,
    value: turn.text,
    score: 0.93,
    how: `${first ? 'first' : 'last'} user message`,
  }
}

async function recallNearest(context: SkillContext): Promise<SkillAnswer | undefined> {
  const question = questionOf(context.text)
  if (question.length > maxQuestionLength || !questionWord.test(question)) return undefined
  const memories = collectMemories(context)
  const nearest = await findNearest(context, question, memories)
  const best = nearest && resolvePronoun(nearest, question, memories)
  if (
    !best ||
    best.score < threshold ||
    asksOtherUnit(question, best.memory.text) ||
    !isAbout(best === nearest ? best.memory.text : `${nearest?.memory.text} ${best.memory.text}`, question, context)
  )
    return undefined
  const sentence = best.memory.source === 'user' ? swapPersons(best.memory.text) : best.memory.text
  const brief = findBrief(question, best.memory.text)
  const score = Math.min(0.95, 0.45 + best.score / 2)
  return {
    text: endSentence(sentence),
    brief,
    value: brief,
    score,
    how: `“${best.memory.text}” (${best.score.toFixed(2)})`,
  }
}

/** A fact in another unit than the asked one is half an answer. */
function asksOtherUnit(question: string, memory: string): boolean {
  const [, unit] =
    /\bin ((?:centi|milli|kilo)?(?:meters?|metres?|grams?)|inch(?:es)?|feet|yards?|miles?|pounds?|ounces?|stones?|kilos?|celsius|fahrenheit|kelvin|lit(?:er|re)s?|gallons?)\b/i.exec(
      question,
    ) ?? []
  return unit !== undefined && !memory.toLowerCase().includes(unit.toLowerCase().slice(0, 4))
}

interface Scored {
  readonly memory: Memory
  readonly score: number
}

/**
 * A word of the question may be in another sentence of a document than the nearest. If that sentence continues the nearest
 * with a pronoun, it is the answer; otherwise neither is.
 */
function resolvePronoun(best: Scored, question: string, memories: readonly Memory[]): Scored | undefined {
  const { memory } = best
  if (memory.source !== 'document') return best
  const here = contentStems(memory.text)
  const lacking = [...contentStems(question)].filter((stem) => !here.has(stem))
  const others = memories.filter(
    (other) => other !== memory && lacking.some((stem) => contentStems(other.text).has(stem)),
  )
  if (others.length === 0) return best
  const next = others.find(
    (other) => other.position === memory.position + 1 && /^(?:it|he|she|they|this)\b/i.test(other.text),
  )
  return next && others.length === 1 ? { ...best, memory: next } : undefined
}

/** Returns only the question if the message contains its own document. */
function questionOf(text: string): string {
  const sentences = splitSentences(text)
  return sentences.findLast((sentence) => /\?\s*$/.test(sentence)) ?? splitRequest(text).instruction
}

function collectMemories({ text, conversation, instructions }: SkillContext): Memory[] {
  const current = splitSentences(text).filter((sentence) => !/\?\s*$/.test(sentence) && sentence !== text)
  const earlier = conversation.history.flatMap(({ role, text: said }) =>
    splitSentences(said).map((sentence) => ({ sentence, role })),
  )
  const all = [
    ...instructions.facts.map((sentence) => ({ text: sentence, source: 'document' as const })),
    ...earlier
      .filter(({ sentence }) => !/\?\s*$/.test(sentence))
      .map(({ sentence, role }) => ({ text: stripLabel(sentence), source: role })),
    ...current.map((sentence) => ({ text: stripLabel(sentence), source: ownSource(sentence) })),
  ]
  return all.map((memory, position) => ({ ...memory, position })).slice(-600)
}

/** Classifies a sentence of a message: in the first person it is about the user, otherwise part of a document. */
function ownSource(sentence: string): Memory['source'] {
  return /\b(?:i|my|me|we|our)\b/i.test(sentence) ? 'user' : 'document'
}

/** Removes labels such as "Context:" and "Please remember that" before a statement. */
function stripLabel(sentence: string): string {
  return sentence
    .replace(/^(?:context|document|text|passage|article|note|facts?|background|info(?:rmation)?)\s*:\s*/i, '')
    .replace(/^(?:please,?\s+)?(?:remember|note|keep in mind)(?:\s+that|\s*:)?\s+/i, '')
}

async function findNearest(
  { extractor: { meaning, signal } }: SkillContext,
  question: string,
  memories: readonly Memory[],
) {
  if (memories.length === 0) return undefined
  const asked = contentStems(question)
  const cosines = await meaning.similarities(
    question,
    memories.map(({ text }) => text.slice(0, maxCompared)),
    signal,
  )
  const weights = rarity(memories)
  const scored = memories.map((memory, index) => {
    const stems = contentStems(memory.text)
    const total = [...asked].reduce((sum, stem) => sum + (weights.get(stem) ?? 1), 0)
    const shared = [...asked].filter((stem) => stems.has(stem)).reduce((sum, stem) => sum + (weights.get(stem) ?? 1), 0)
    const isAcknowledgement = memory.source === 'assistant' ? 0.12 : 0
    const score =
      0.6 * (cosines[index] ?? 0) +
      0.6 * (total ? shared / total : 0) +
      answerType(question, memory.text) -
      isAcknowledgement
    // On a tie, the later sentence corrects the earlier one.
    return { memory, score: score + 0.001 * (memory.position / memories.length) }
  })
  return scored.reduce((best, one) => (one.score > best.score ? one : best))
}

/** Weights stems by rarity: words that occur in few sentences are more specific. */
function rarity(memories: readonly Memory[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { text } of memories) for (const stem of contentStems(text)) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  return new Map([...counts].map(([stem, count]) => [stem, 1 / Math.sqrt(count)]))
}

/** Returns a bonus for sentences that contain the expected type of answer: a number, time, place or person. */
function answerType(question: string, text: string): number {
  if (/\b(?:how (?:many|much|old|long|tall|far)|what time|when|what year|price|cost)\b/i.test(question))
    return /\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|noon|midnight|free)\b/i.test(
      text,
    )
      ? 0.12
      : -0.05
  if (/\b(?:who|whose|name|called|where)\b/i.test(question)) return /[\p{L}\p{N},] \p{Lu}\p{Ll}/u.test(text) ? 0.1 : 0
  return 0
}

/** Returns a brief answer: the words of the sentence that are not in the question. */
function findBrief(question: string, sentence: string): string {
  const asked = new Set(wordsOf(question).map(stemOf))
  const named = sentence
    .match(
      /\b(?:called|named|name is|is|are|was|were|in|at|to|by|costs?|on)\s+((?:(?:the|a|an)\s+)?[\p{L}\p{N}$€£#][^.,;!?]*)/giu,
    )
    ?.at(-1)
  const fresh = named
    ?.replace(/^(?:called|named|name is|is|are|was|were|in|at|to|by|costs?|on)\s+/i, '')
    .replace(/^(?:called|named)\s+/i, '')
  if (fresh && wordsOf(fresh).some((word) => !asked.has(stemOf(word)))) return fresh.trim()
  return wordsOf(sentence)
    .filter((word) => !asked.has(stemOf(word)))
    .join(' ')
}
