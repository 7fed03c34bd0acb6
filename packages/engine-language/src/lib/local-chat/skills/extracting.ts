import { DateTime } from 'luxon'
import type { CandidateKind } from '../extraction/candidate.ts'
import { findCandidates } from '../extraction/find-candidates.ts'
import { findFencedBlock } from './fenced-block.ts'
import type { Skill, SkillAnswer, SkillContext } from './skill.ts'
import { splitRequest } from './split-request.ts'

const kinds: readonly (readonly [RegExp, readonly CandidateKind[], string])[] = [
  [/\be-?mails?\b/i, ['email'], 'email addresses'],
  [/\b(?:urls?|links?|websites?)\b/i, ['url'], 'links'],
  [/\b(?:phone|telephone)\b/i, ['phone'], 'telephone numbers'],
  [/\bdates?\b/i, ['date'], 'dates'],
  [/\b(?:numbers|amounts|prices|figures)\b/i, ['number'], 'numbers'],
  [/\b(?:people|persons?|names)\b/i, ['person'], 'people'],
  [/\b(?:places|cities|countries|locations)\b/i, ['place'], 'places'],
  [/\b(?:companies|organi[sz]ations)\b/i, ['organization'], 'organizations'],
]

/** Extracts code blocks, addresses, dates, numbers and names from a text. */
export const extracting: Skill = {
  name: 'extracting',
  readsLongText: true,
  answer(context) {
    const { instruction } = splitRequest(context.text)
    if (!/\b(?:extract|find|list|get|pull|pick|show|give|which|what|identify|return)\b/i.test(instruction))
      return undefined
    return extractCode(context, instruction) ?? extractFacts(context, instruction)
  },
}

function extractCode({ text, conversation }: SkillContext, instruction: string): SkillAnswer | undefined {
  if (!/\b(?:code|snippet|code block)\b/i.test(instruction)) return undefined
  const sources = [text, ...conversation.history.map((turn) => turn.text).toReversed(), conversation.system]
  const block = sources
    .map((source) => {
      const found = findFencedBlock(source)
      return found && source.slice(found.start, found.end)
    })
    .find(Boolean)
  if (!block) return undefined
  return {
    text: block,
    brief: block.replace(/```[^\n]*\n?/g, '').trim(),
    value: block.replace(/```[^\n]*\n?/g, '').trim(),
    score: 0.95,
    how: 'a fenced block',
  }
}

function extractFacts({ text, extractor }: SkillContext, instruction: string): SkillAnswer | undefined {
  const { data } = splitRequest(text)
  const wanted = kinds.find(([words]) => words.test(instruction))
  if (!wanted || !data || !/\b(?:extract|list|pull|pick|identify|find)\b/i.test(instruction)) return undefined
  const offsetMinutes = DateTime.fromJSDate(extractor.now, { zone: extractor.timeZone }).offset
  const { candidates } = findCandidates(data, { now: extractor.now, offsetMinutes })
  const found = [
    ...new Set(candidates.filter(({ kind }) => wanted[1].includes(kind)).map((candidate) => candidate.text)),
  ]
  if (found.length === 0)
    return {
      text: `I found no ${wanted[2]} in the text.`,
      brief: 'none',
      value: [],
      score: 0.85,
      how: 'nothing found',
    }
  return {
    text: found.join('\n'),
    brief: found.join(', '),
    value: found,
    score: 0.93,
    how: `${found.length} ${wanted[2]}`,
  }
}
