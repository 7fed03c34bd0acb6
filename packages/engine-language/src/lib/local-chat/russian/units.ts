import { hasOnlyWords, wordPattern } from '../skills/is-accounted-for.ts'
import { groupMentions, toUnitQuestion, type UnitMention, type UnitQuestion } from '../skills/units/unit-question.ts'
import { writeFractions } from './read-formula.ts'
import { shortUnitPattern, unitNamed, unitPattern } from './unit-names.ts'

const mentionPattern = new RegExp(
  String.raw`(?<![\p{L}\d.])(?:(-?\d+(?:\.\d+)?(?:\/\d+)?|\(\d+\/\d+\))\s*(${shortUnitPattern})|(${unitPattern}))`,
  'giu',
)
const vocabulary = /* @__PURE__ */ wordPattern(`
  сколько сколькими скольким в во на по из это будет будут есть перевед* перевести перевод* конвертир* сконвертир* пересчита*
  преобраз* вырази* содерж* составля* помеща* умеща* равно равна равны равен равняется чему как каким образом мне нам нужно надо хочу
  хотел* бы узнать знать скажи* сказать подскажи* сообщи* помоги* помочь можешь можете можно мочь ли ты вы я если то и а у меня какое
  количество каково соотношение между единиц* получится дай покажи ответь интересно один одна одно одном одной градус*`)

/** A day or an hour of the calendar is no unit. */
const asksForTime =
  /(?<!\p{L})(?:как(?:ой|ого|ое) (?:день|числ\p{L}+|год|час|месяц|времени?)|который час|сейчас|сегодня)(?!\p{L})/iu

/**
 * Reads a Russian question about units, whose numbers are written in digits: two units, one with an amount, and no word that asks
 * for more.
 */
export function readUnitQuestion(text: string): UnitQuestion | undefined {
  if (text.length > 300 || asksForTime.test(text)) return undefined
  const said = writeParts(writeFractions(text.replaceAll('ё', 'е')))
  const mentions = [...said.matchAll(mentionPattern)].map(({ 0: whole, 1: amount, 2: short, 3: name, index }) => ({
    amount,
    name: short ?? name ?? '',
    start: index,
    end: index + whole.length,
  }))
  const rest = mentions.reduceRight((left, { start, end }) => `${left.slice(0, start)} ${left.slice(end)}`, said)
  if (!hasOnlyWords(rest, vocabulary)) return undefined
  const [first, second, ...others] = groupMentions(said, mentions)
  if (!first || !second || others.length > 0) return undefined
  return choose(said, first, second)
}

/** "Половина литра" has an amount. */
function writeParts(said: string): string {
  return said
    .replace(/(?<!\p{L})половин\p{L}+ (?=\p{L})/giu, '0.5 ')
    .replace(/(?<!\p{L})четверт(?:ь|и|ью) (?=\p{L})/giu, '0.25 ')
    .replace(/(?<!\p{L})трет(?:ь|и|ью) (?=\p{L})/giu, '(1/3) ')
}

function choose(said: string, first: UnitMention[], second: UnitMention[]): UnitQuestion | undefined {
  const [a, b] = [first[0]?.amount !== undefined, second[0]?.amount !== undefined]
  if (a && b) return undefined
  // "Сколько минут в часе" asks about one hour; "перевести часы в минуты" names no amount.
  const isRate = !a && !b && !/^\D*сколько/iu.test(said)
  const [from, to] = a || isRate ? [first, second] : [second, first]
  return toUnitQuestion({ from, to, isRate, unitNamed })
}
