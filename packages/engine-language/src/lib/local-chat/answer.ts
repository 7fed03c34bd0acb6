import { setImmediate } from 'node:timers/promises'
import { splitSentences } from '@mira/engine/internal'
import { inabilityAnswer } from './inability.ts'
import { languageOfRequest } from './language-of.ts'
import { isCyrillic } from './russian/question.ts'
import { russianSkills } from './russian/skills.ts'
import { signs } from './skills/arithmetic/arithmetic.ts'
import { maxShortText, type Skill, type SkillAnswer, type SkillContext } from './skills/skill.ts'
import { skills } from './skills/skills.ts'
import { isReport } from './tools/clauses.ts'
import { collapseSpaces } from './words.ts'

/** Answer with the name of the skill that produced it. */
export interface NamedAnswer extends SkillAnswer {
  readonly skill: string
}

/** Appends a line to the reasoning trace. */
export type Trace = (line: string) => void

/** Runs all skills and returns the answer with the highest score; undefined if no score is sufficient. */
export async function findAnswer(context: SkillContext, trace: Trace): Promise<NamedAnswer | undefined> {
  const language = await languageOfRequest(context)
  const able = ableSkills(language, context.text)
  if (language !== 'en') trace(`language ${language}: ${able.map(({ name }) => name).join(', ')}`)
  let best: NamedAnswer | undefined
  for (const skill of able) {
    // Yield to the event loop, so that an abort message can arrive.
    await setImmediate()
    context.extractor.signal?.throwIfAborted()
    const answer = await answerWith(skill, context)
    // An article alone is the brief form of nothing.
    if (!answer || /^(?:the|an?)$/i.test(answer.text.trim())) continue
    trace(`skill ${skill.name}: ${answer.score.toFixed(2)}: ${answer.how}`)
    if (!best || answer.score > best.score) best = { ...answer, skill: skill.name }
  }
  return best && best.score >= 0.5 ? best : undefined
}

/** Asks for an answer in a language that no skill writes. */
const foreign =
  /\b(?:in|into|to) (?:russian|spanish|french|german|italian|portuguese|chinese|japanese|korean|arabic|hindi|turkish|polish|dutch|ukrainian|latin|greek|swedish|norwegian|danish|finnish|czech|hebrew)\b(?!\s+\p{L})/iu

/** Asks at its end, or converts: "Italy is in what time zone", "convert nine am". */
const plainRequest = /^(?:please )?convert\b|\b(?:what|which|how (?:many|much))(?: [a-z]+){0,4}[?.!]*$/i

/** A report or thanks needs no computation: its words may look like a question of a skill. */
function ableSkills(language: string, text: string): readonly Skill[] {
  if (isCyrillic(text.slice(0, maxShortText)) && language === 'ru') return russianSkills
  if (language !== 'en') return [signs]
  if (foreign.test(text.slice(0, maxShortText))) return []
  return isReport(text) && !plainRequest.test(text) ? skills.filter(({ name }) => name === 'conversing') : skills
}

async function answerWith(skill: Skill, context: SkillContext): Promise<SkillAnswer | undefined> {
  if (skill.readsLongText) return skill.answer(context)
  const text = collapseSpaces(context.text)
  return text.length > maxShortText ? undefined : skill.answer({ ...context, text })
}

/** Answers multiple questions in one message individually, if there is an answer for each. */
async function findAnswers(context: SkillContext, trace: Trace): Promise<NamedAnswer[]> {
  const sentences = splitSentences(context.text)
  const requests = sentences.filter((sentence) => /\?\s*$/.test(sentence))
  if (requests.length < 2 || requests.length > 8 || requests.length < sentences.length) return []
  const answers: NamedAnswer[] = []
  for (const text of requests) {
    const answer = await findAnswer({ ...context, text }, trace)
    if (!answer) return []
    answers.push(answer)
  }
  return answers
}

/** Returns an answer in natural language from the skills, or else a statement that they do not cover the request. */
export async function answerInWords(context: SkillContext, trace: Trace): Promise<SkillAnswer> {
  const several = await findAnswers(context, trace)
  if (several.length > 1) {
    const [text, brief] = [
      several.map((answer) => answer.text).join('\n'),
      several.map((answer) => answer.brief ?? answer.text).join(', '),
    ]
    return { text, brief, score: 1, how: 'one by one' }
  }
  const answer = await findAnswer(context, trace)
  if (answer) {
    trace(`answer by ${answer.skill}`)
    return answer
  }
  trace('no skill reaches')
  return { text: await inabilityAnswer(context), score: 0, how: 'inability' }
}
