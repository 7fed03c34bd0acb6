import { translateVerb, translateWords } from '../russian/glossary.ts'
import { isFunctionWord, stemOf, wordsOf } from '../words.ts'
import type { LocalTool } from './local-tool.ts'
import { isWholeHome } from './rooms.ts'
import { readStateThing, readsState } from './state-question.ts'

/** Russian words that ask or point, and name nothing. */
const frame =
  /^(?:сколько|как(?:ой|ая|ое|ие|ова?|ую|ого)?|каков[ыо]?|есть|ли|был[аио]?|будет|все|всё|весь|всю|всех|всем|каждый|каждую|любой|ещё|еще|уже|времени|осталось|там|тут|здесь|сейчас|теперь|сегодня|нам|нас|наш\p{L}*|тебя|вас|можешь|можете|можно|мог\p{L}*|бы|хочу|хотел\p{L}*|нужно|надо|прошу|чтобы|пусть|давай\p{L}*|будь|добр[аы]?|привет|спасибо|срочно|быстро|немного|чуть|ровно|самый|самую|это[тй]?|эту|при|под|над|без|через|его|е[её]|их|ему|ей|им|он[аои]?|них?|свой|сво[ёюеи]\p{L}*|адрес\p{L}*|номер\p{L}*|почт\p{L}*|имя|имен\p{L}*|код\p{L}*|назван\p{L}*|час\p{L}*|минут\p{L}*|секунд\p{L}*|процент\p{L}*|градус\p{L}*|рубл\p{L}*)$/iu

/**
 * Finds the content words of a Russian request that neither the tool's name and descriptions nor the arguments account for. Each may
 * be a condition, without which the call would be for something else.
 */
export function findUnusedWords(tool: LocalTool, text: string, value: Readonly<Record<string, unknown>>): string[] {
  const used = new Set(wordsOf(JSON.stringify(Object.values(value))).map(stemOf))
  const said = (readsState(tool) ? readStateThing(text) : undefined) ?? text
  return wordsOf(said).filter((word) => {
    if (
      (word.length < 3 && !/^[A-Z]/.test(word)) ||
      /\d/.test(word) ||
      isFunctionWord(word) ||
      frame.test(word) ||
      isWholeHome(word)
    )
      return false
    if (translateVerb(word) !== undefined) return false
    const stem = stemOf(word)
    const translated = wordsOf(translateWords(word)).map(stemOf)
    const isOfTool = (one: string) => tool.nameStems.has(one) || tool.otherStems.has(one)
    return !used.has(stem) && !isOfTool(stem) && !translated.some((one) => isOfTool(one) || used.has(one))
  })
}
