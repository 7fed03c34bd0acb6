import { splitSentences } from '@mira/engine/internal'
import type { Skill, SkillContext } from '../skills/skill.ts'
import { stemRussian } from '../stem-russian.ts'
import { wordsOf } from '../words.ts'
import { writeFigures } from './figures.ts'
import { isCyrillic } from './question.ts'

interface Memory {
  readonly text: string
  /** Sentences around it, which may name what a pronoun stands for. */
  readonly context: string
  readonly isOwn: boolean
}

const functionWords = new Set(
  `и а но или что кто где когда куда откуда почему зачем как какой какая какое какие какого какую каком сколько чей чья чье чьи ли же
  бы не ни в во на с со к ко у о об от до из за под над при про для по через между мне меня мной мой моя мое мои моего моей мою
  моих моим моему я ты тебя тебе твой твоя мы нас нам наш наша наше наши он она оно они его ее их это этот эта эти был была было
  были есть будет будут быть скажи напомни подскажи пожалуйста который которая которое мог говорил сказал говорила сказала
  называл год году время день числа число часу час свою свой своего называется зовут зовутся`.split(/\s+/),
)

/** Answer that a question word wants, as a pattern of the sentence. */
const wanted: readonly (readonly [RegExp, RegExp])[] = [
  [
    /(?:^|\s)(?:во сколько|в котором часу|когда)(?!\p{L})/iu,
    /\d|понедельник|вторник|сред[ау]|четверг|пятниц|суббот|воскресень|завтра|сегодня|утр|вечер/iu,
  ],
  [
    /(?:^|\s)(?:сколько|какой номер|какой код|какой год|в каком году)(?!\p{L})/iu,
    /\d|(?<!\p{L})(?:один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять)(?!\p{L})/iu,
  ],
  [
    /(?:^|\s)(?:где|куда|откуда|в как(?:ом|ой) (?:город|стран)\p{L}*)(?!\p{L})/iu,
    /(?<!\p{L})(?:в|во|на|из|под|у|около|до) \p{Lu}?\p{L}/u,
  ],
  [
    /(?:^|\s)(?:кто|кого|кому|чей|чья|как(?:ого|ую)? .{0,20}зовут|как зовут)(?!\p{L})/iu,
    /(?<=[\p{L}\d—–,:«-] ?[«]?)\p{Lu}\p{Ll}+/u,
  ],
]

/**
 * Answers from what the conversation says. The sentence must have every content word of the question, in some form, and the
 * kind of answer that the question word asks for; in a document, the sentences around it may name the rest.
 */
export const russianRecall: Skill = {
  name: 'recall',
  readsLongText: true,
  answer(context) {
    const sentences = splitSentences(context.text)
    const question = sentences.at(-1) ?? ''
    if (question.length > 300 || !/\?\s*$/.test(question)) return undefined
    const asked = stemsOf(question)
    const kinds = wanted.filter(([words]) => words.test(question)).map(([, answer]) => answer)
    if (kinds.length === 0 || (asked.length === 0 && !/зовут/i.test(question))) return undefined
    const memories = collect(context, sentences.slice(0, -1))
    const fitting = memories.filter(
      (memory) => kinds.every((kind) => kind.test(memory.text)) && covers(memory, asked, question),
    )
    // The later sentence corrects the earlier one.
    const best = fitting.findLast(({ isOwn }) => isOwn) ?? (fitting.length === 1 ? fitting[0] : undefined)
    if (!best) return undefined
    const text = best.isOwn ? `Вы сказали: «${best.text}»` : best.text
    return { text, brief: best.text, value: best.text, score: 0.92, how: `“${best.text}”` }
  },
}

function collect({ conversation, instructions }: SkillContext, current: readonly string[]): Memory[] {
  const own = conversation.history
    .filter(({ role }) => role === 'user')
    .flatMap(({ text }) => splitSentences(text))
    .filter((sentence) => !/\?\s*$/.test(sentence) && isCyrillic(sentence))
  const documents = [...instructions.facts, ...current]
  return [
    ...documents.map((text, index) => ({
      text: text.trim(),
      context: documents.slice(Math.max(0, index - 2), index + 1).join(' '),
      isOwn: false,
    })),
    ...own.map((text) => ({ text: text.trim(), context: text, isOwn: true })),
  ]
    .filter(({ text }) => text.length <= 1_000)
    .slice(-600)
}

function covers({ text, context, isOwn }: Memory, asked: readonly string[], question: string): boolean {
  if (/зовут/i.test(question) && !/зовут|кличк|имя|назва/i.test(text)) return false
  if (/сколько/i.test(question) && !clausesOf(text).some((clause) => counts(clause, asked))) return false
  // "Как меня зовут?" asks about the user, "Как зовут кота?" does not.
  if (/(?<!\p{L})меня(?!\p{L})/iu.test(question) && !/(?<!\p{L})меня(?!\p{L})/iu.test(text)) return false
  const here = new Set(stemsOf(text))
  const around = new Set(stemsOf(context))
  const found = asked.filter((stem) => here.has(stem)).length
  if (isOwn) return found === asked.length
  return (
    found >= Math.max(1, Math.ceil(asked.length * 0.5)) && asked.every((stem) => here.has(stem) || around.has(stem))
  )
}

function clausesOf(text: string): string[] {
  return text.split(/[,;]\s|\s[—–]\s|\s(?:а|но)\s/u)
}

/** A number in another clause counts something else, and one in "в 2 раза" nothing. */
function counts(clause: string, asked: readonly string[]): boolean {
  const stems = new Set(stemsOf(clause))
  return (
    /\d/.test(writeFigures(clause)) &&
    !/раза? больше|раза? меньше/iu.test(clause) &&
    asked.every((stem) => stems.has(stem))
  )
}

function stemsOf(text: string): string[] {
  const words = wordsOf(text.toLowerCase().replaceAll('ё', 'е'))
  return [...new Set(words.filter((word) => !functionWords.has(word)).map(stemRussian))]
}
