import type { Skill, SkillAnswer, SkillContext } from '../skills/skill.ts'
import { toRussianQuestion } from './question.ts'

type Reply = (context: SkillContext) => string

const replies: readonly (readonly [RegExp, Reply])[] = [
  [
    /^(?:привет(?:ствую|ик)?|здравствуй(?:те)?|добр(?:ый|ое|ой) (?:день|утро|вечер|ночи)|хай|салют)(?:,? мира)?$/,
    ({ instructions: { name } }) =>
      `Здравствуйте! ${name ? `Я ${name}.` : 'Я Mira и работаю здесь без языковой модели.'} Чем помочь?`,
  ],
  [
    /^(?:большое |огромное )?(?:спасибо|благодарю|спс)(?: (?:большое|огромное|тебе|вам|за помощь|за ответ|вам большое|тебе большое))*$/,
    () => 'Пожалуйста.',
  ],
  [/^(?:пока|до свидания|до встречи|всего доброго|спокойной ночи|прощай)$/, () => 'До свидания.'],
  [/^(?:как (?:у тебя |твои |ваши )?дела|как ты|как поживаешь)$/, () => 'Работаю и готов помочь.'],
  [
    /^(?:кто ты(?: такой| такая)?|ты кто|что ты такое|как тебя зовут|представься|как твое имя)$/,
    ({ instructions: { name } }) =>
      name
        ? `Я ${name}.`
        : 'Я mira-local, встроенный движок локального сервера Mira: правила поверх нейронных векторов предложений, а не языковая модель.',
  ],
  [
    /^(?:ты (?:языковая модель|искусственный интеллект|ии|человек|робот|бот|chatgpt|чат-?бот)|ты настоящий(?: человек)?)$/,
    () => 'Я программа, не человек и не языковая модель: работаю по правилам и говорю, когда их не хватает.',
  ],
  [
    /^(?:что ты (?:умеешь|можешь)(?: делать)?|чем (?:ты )?(?:можешь|можете) помочь|какие у тебя возможности|помощь|что умеешь)$/,
    () =>
      [
        'По-русски без языковой модели я могу:',
        '- считать: действия, проценты, единицы, даты и дни недели;',
        '- считать слова и буквы, сортировать списки;',
        '- вспоминать сказанное в этом разговоре;',
        '- выбирать и вызывать ваши инструменты, заполнять JSON по схеме.',
        'Для остального подключите модель: `mira-server --engine chat=…` с файлом, моделью или адресом.',
      ].join('\n'),
  ],
]

/** Answers greetings, thanks and questions about the engine. */
export const russianConversing: Skill = {
  name: 'conversing',
  answer(context): SkillAnswer | undefined {
    // The politeness of a question is the whole of a greeting.
    const said = context.text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .replace(/[\s?!.…]+$/u, '')
      .trim()
    const reply = replies.find(([pattern]) => pattern.test(said) || pattern.test(toRussianQuestion(said)))?.[1]
    if (!reply) return takeNote(context.text)
    const text = reply(context)
    return { text, brief: text, value: text, score: 0.9, how: 'small talk' }
  },
}

const asking =
  /(?:^|[,.:;]\s+|\s[-–—]\s+)(?:а\s+|и\s+)?(?:сколько|каков\p{L}*|какой|какая|какое|какие|кто|где|когда|почему|зачем|чему)(?!\p{L})|(?<!\p{L})(?:нужен|нужна|нужны) (?:ответ|помощь|совет)/iu

/** Acknowledges what recall can find again: a fact that the user asks to remember, or one in the first person. */
function takeNote(text: string): SkillAnswer | undefined {
  const fact = /^\s*(?:пожалуйста,?\s+)?запомни(?:те)?(?:[:,]|\s+что)?\s+(?:что\s+)?(.{3,300}?)\s*$/isu.exec(text)?.[1]
  const isOwn = /^(?:я|мы|мой|моя|мое|моё|мои|мою|моего|меня|мне|у меня|наш\p{L}*)(?!\p{L})/iu.test(text)
  const isPlain =
    isOwn && text.length < 200 && !/[?:\n"«]|(?<!\p{L})(?:не|хочу|хотел|хотела|нужно|надо|бы)(?!\p{L})/iu.test(text)
  const noted = fact ?? (isPlain ? text.trim() : undefined)
  if (noted === undefined || /\?\s*$/.test(text)) return undefined
  // "Я купил три яблока, сколько это стоит" asks without a question mark.
  if (fact === undefined && asking.test(text)) return undefined
  return { text: `Запомнил: «${noted.replace(/[.!]+$/, '')}».`, brief: 'Запомнил.', score: 0.7, how: 'note' }
}
