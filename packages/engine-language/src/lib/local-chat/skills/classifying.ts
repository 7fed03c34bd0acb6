import { splitList } from '../extraction/find-items.ts'
import { chooseSentiment } from '../extraction/sentiment.ts'
import { capitalize } from '../words.ts'
import type { Skill, SkillContext } from './skill.ts'
import { splitRequest, unquote } from './split-request.ts'

const asked =
  /\b(?:classify|categori[sz]e|label|sentiment|tone|category|which (?:category|class|label)|positive or negative|spam or)\b/i

/** Classifies a text into one of the classes in the request: sentiment by word list, other classes by meaning. */
export const classifying: Skill = {
  name: 'classifying',
  readsLongText: true,
  async answer(context) {
    const { instruction, data } = splitRequest(context.text)
    if (!asked.test(instruction) || !data) return undefined
    const text = unquote(data)
    const options = findOptions(instruction)
    const tone = chooseSentiment(text, options)
    const chosen = tone ?? (await chooseByMeaning(context, text, options))
    if (!chosen) return undefined
    return {
      text: `${capitalize(chosen)}.`,
      brief: chosen,
      value: chosen,
      score: 0.92,
      how: `${options.join(', ')}: ${chosen}`,
    }
  },
}

function findOptions(instruction: string): string[] {
  const named = instruction.match(
    /\b(?:as|into|between|one of|either|categories|classes|labels|is it|or not|is this|is the sentiment|whether)\b[\s:(]*(?:the )?([\p{L}\p{N} _/-]+(?:,\s*[\p{L}\p{N} _-]+)*,?\s+(?:or|and)\s+[\p{L}\p{N} _-]+)/iu,
  )?.[1]
  if (named) return splitList(named.replace(/\//g, ','))
  return /\b(?:sentiment|tone|positive|negative)\b/i.test(instruction) ? ['positive', 'negative', 'neutral'] : []
}

/** Length of the text whose meaning is compared, in characters. */
const maxCompared = 4_000

async function chooseByMeaning(
  { extractor: { meaning, signal } }: SkillContext,
  text: string,
  options: readonly string[],
): Promise<string | undefined> {
  if (options.length < 2) return undefined
  const { index } = await meaning.nearest(
    text.slice(0, maxCompared),
    options.map((option) => `This is about ${option}.`),
    signal,
  )
  return options[index]
}
