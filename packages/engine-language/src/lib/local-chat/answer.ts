import { setImmediate } from 'node:timers/promises'
import { detectLanguage, splitSentences } from '@mira/engine/internal'
import { detectAll } from 'tinyld'
import { tellInability } from './inability.ts'
import type { SkillAnswer, SkillContext } from './skills/skill.ts'
import { skills } from './skills/skills.ts'

/** An answer and the name of the skill that gave it. */
export interface NamedAnswer extends SkillAnswer {
  readonly skill: string
}

/** Writes a line of the trace. */
export type Trace = (line: string) => void

/** Asks every skill and takes the surest answer; `undefined` when none is sure. */
export async function findAnswer(context: SkillContext, trace: Trace): Promise<NamedAnswer | undefined> {
  const language = detectLanguage(context.text, detectAll)
  const able = language === 'en' ? skills : skills.filter(({ name }) => name === 'arithmetic')
  if (language !== 'en') trace(`language ${language}: only arithmetic is read`)
  let best: NamedAnswer | undefined
  for (const skill of able) {
    // The message of an abort arrives only while the event loop turns.
    await setImmediate()
    context.extractor.signal?.throwIfAborted()
    const answer = await skill.answer(context)
    if (!answer) continue
    trace(`skill ${skill.name}: ${answer.score.toFixed(2)}: ${answer.how}`)
    if (!best || answer.score > best.score) best = { ...answer, skill: skill.name }
  }
  return best && best.score >= 0.5 ? best : undefined
}

/** Several questions in one message are answered one after the other, when each has an answer of its own. */
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

/** The answer in words: by the skills, else the plain sentence that they do not reach. */
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
  return { text: tellInability(context.text, context.instructions.language), score: 0, how: 'inability' }
}
