import { splitSentences } from '@mira/engine/internal'
import { wordsOf } from '../words.ts'
import type { Skill, SkillContext } from './skill.ts'
import { splitRequest } from './split-request.ts'

const asks =
  /\b(?:summari[sz]e|summary|sum up|tl;?dr|main (?:point|idea|points|ideas)|key (?:point|points|takeaways?)|in short|gist|shorten|condense|boil down)\b/i

/** Summarizes by extraction: the sentences most similar to all others, in text order. */
export const summary: Skill = {
  name: 'summary',
  readsLongText: true,
  async answer(context) {
    const { instruction } = splitRequest(context.text)
    if (!asks.test(instruction)) return undefined
    const text = findText(context)
    if (!text) return undefined
    const sentences = await summarize(context, text, wantedCount(instruction, text))
    const wantsBullets = /\b(?:bullets?|points|list)\b/i.test(instruction)
    const joined = wantsBullets ? sentences.map((sentence) => `- ${sentence}`).join('\n') : sentences.join(' ')
    return {
      text: joined,
      value: sentences.join(' '),
      score: 0.92,
      how: `${sentences.length} of ${splitSentences(text).length} sentences, by centrality`,
    }
  },
}

/** Returns the text in the request, or else the longest one of the conversation. */
function findText({ text, conversation }: SkillContext): string | undefined {
  const { data } = splitRequest(text)
  if (data && wordsOf(data).length >= 8) return data
  const said = [...conversation.history.map((turn) => turn.text), conversation.system].toSorted(
    (a, b) => b.length - a.length,
  )[0]
  return said && wordsOf(said).length >= 12 ? said : data
}

function wantedCount(instruction: string, text: string): number {
  const words: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, single: 1, two: 2, three: 3, four: 4, five: 5 }
  const count = instruction
    .match(
      /\b(\d+|an?|one|a single|two|three|four|five)\s+(?:short |single |brief |key |main |bullet )*(?:sentences?|points?|bullets?|lines?|takeaways?)\b/i,
    )?.[1]
    ?.toLowerCase()
  if (count) return Number(count) || (words[count.replace('a single', 'single')] ?? 1)
  return Math.max(1, Math.min(4, Math.round(splitSentences(text).length / 3)))
}

/** Length of a sentence whose meaning is compared, in characters. */
const maxCompared = 300

/** Selects the most representative sentences: central, early and not redundant. */
export async function summarize(
  { extractor: { meaning, signal } }: SkillContext,
  text: string,
  count: number,
): Promise<string[]> {
  const sentences = splitSentences(text).slice(0, 400)
  if (sentences.length <= count) return sentences
  const cosines = await meaning.matrix(
    sentences.map((sentence) => sentence.slice(0, maxCompared)),
    signal,
  )
  const central = sentences.map((sentence, index) => {
    const others = cosines[index] ?? []
    const sum = others.reduce((total, cosine) => total + cosine, 0) / sentences.length
    const isShort = wordsOf(sentence).length < 5
    return { index, score: sum + 0.08 * (1 - index / sentences.length) - (isShort ? 0.15 : 0) }
  })
  const chosen: number[] = []
  for (const { index } of central.toSorted((a, b) => b.score - a.score)) {
    if (chosen.length === count) break
    const repeats = chosen.some((other) => (cosines[index]?.[other] ?? 0) > 0.85)
    if (!repeats) chosen.push(index)
  }
  return chosen.toSorted((a, b) => a - b).map((index) => sentences[index] ?? '')
}
