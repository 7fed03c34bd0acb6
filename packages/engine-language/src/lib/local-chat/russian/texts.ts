import { splitList } from '../extraction/find-items.ts'
import type { Skill, SkillAnswer } from '../skills/skill.ts'
import { wordsOf } from '../words.ts'

const quoted = String.raw`[«"“]([^»"”\n]+)[»"”]`
const kinds: Readonly<Record<string, readonly [RegExp, string]>> = {
  слов: [/[\p{L}\p{N}]+(?:[-’'][\p{L}\p{N}]+)*/gu, 'Слов'],
  букв: [/\p{L}/gu, 'Букв'],
  гласных: [/[аеёиоуыэюя]/giu, 'Гласных'],
  согласных: [/[бвгджзйклмнпрстфхцчшщ]/giu, 'Согласных'],
  символов: [/./gsu, 'Символов'],
  цифр: [/\d/g, 'Цифр'],
}

/** Counts, sorts and rewrites words of a Russian request. The request must be nothing else. */
export const russianTexts: Skill = {
  name: 'texts',
  answer({ text }) {
    const request = text.trim().replace(/^(?:пожалуйста|скажи|подскажи)[,:]?\s+/iu, '')
    return spell(request) ?? count(request) ?? countLetter(request) ?? sort(request) ?? rewrite(request)
  },
}

/** Names the letters of a word. How a word is written would need a dictionary of correct ones. */
function spell(request: string): SkillAnswer | undefined {
  const found = new RegExp(
    String.raw`^(?:(?:можешь|можете|пожалуйста|ты|вы|мне|нужно|хочу)[,]? )*(?:назови|произнеси|продиктуй|скажи|прочитай|проговори|разбери|напиши|назвать|произнести|продиктовать|сказать|проговорить|написать)(?:те)?(?: мне)? (?:по буквам:? (?:слово |имя )?(?:${quoted}|["«“]?([\p{L}-]+)["»”]?)|(?:слово |имя )?(?:${quoted}|["«“]?([\p{L}-]+)["»”]?) по буквам)[?.!]*$`,
    'iu',
  ).exec(request)
  const data = found?.slice(1).find(Boolean)
  if (!data || /\s/.test(data)) return undefined
  const letters = [...data.toLowerCase()].join('-')
  return toAnswer(`«${data}» по буквам: ${letters}.`, letters)
}

function count(request: string): SkillAnswer | undefined {
  const found = new RegExp(
    String.raw`^сколько (слов|букв|гласных|согласных|символов|цифр)(?: букв)? (?:в|во) (?:слове|предложении|тексте|фразе|строке|следующем \p{L}+)?:?\s*(?:${quoted}|([\p{L}-]+))[?.!]*$`,
    'iu',
  ).exec(request)
  const kind = kinds[found?.[1]?.toLowerCase() ?? '']
  const data = found?.[2] ?? found?.[3]
  if (!kind || !data) return undefined
  const amount = data.match(kind[0])?.length ?? 0
  return toAnswer(`${kind[1]}: ${amount}.`, String(amount), amount)
}

function countLetter(request: string): SkillAnswer | undefined {
  const found = new RegExp(
    String.raw`^сколько (?:раз (?:встречается )?)?(?:букв[аы]? )?[«"“]?(\p{L})[»"”]? (?:в|во) (?:слове|фразе|предложении)\s*(?:${quoted}|([\p{L}-]+))[?.!]*$`,
    'iu',
  ).exec(request)
  const data = (found?.[2] ?? found?.[3])?.toLowerCase()
  const letter = found?.[1]?.toLowerCase()
  if (!data || !letter) return undefined
  const amount = data.split(letter).length - 1
  return toAnswer(`Буква «${letter}» в «${data}»: ${amount}.`, String(amount), amount)
}

function sort(request: string): SkillAnswer | undefined {
  const found =
    /^(?:от)?сортируй(?:те)?(?: слова| числа| список| имена)?(?: (по алфавиту|по возрастанию|по убыванию))?(?: слова| числа)?:\s*([^?]+?)[.!]?$/iu.exec(
      request,
    )
  const items = splitList((found?.[2] ?? '').replace(/\s+и\s+/gu, ', '))
  if (!found || items.length < 2) return undefined
  const isNumeric = items.every((item) => /^-?\d+(?:[.,]\d+)?$/.test(item))
  const sorted = items.toSorted((a, b) =>
    isNumeric ? Number(a.replace(',', '.')) - Number(b.replace(',', '.')) : a.localeCompare(b, 'ru'),
  )
  const shown = (/убыванию/i.test(found[1] ?? '') ? sorted.toReversed() : sorted).join(', ')
  return toAnswer(shown, shown)
}

function rewrite(request: string): SkillAnswer | undefined {
  const reversed = new RegExp(
    String.raw`^(?:напиши(?:те)?|переверни(?:те)?|запиши(?:те)?)(?: слово)?\s*(?:${quoted}|([\p{L}-]+))(?: задом напер[её]д| наоборот| в обратном порядке)?[.!]?$`,
    'iu',
  ).exec(request)
  const data = reversed?.[1] ?? reversed?.[2]
  if (data && /переверни|задом|наоборот|обратном/iu.test(request)) {
    const shown = [...data].toReversed().join('')
    return toAnswer(shown, shown)
  }
  const [, direction = '', text = ''] =
    /^(?:напиши(?:те)?|переведи|перепиши(?:те)?|запиши)(?: текст)? (заглавными|прописными|большими|строчными|маленькими)(?: буквами)?:\s*(.+)$/isu.exec(
      request,
    ) ?? []
  if (!text) return undefined
  const shown = /^(?:строчн|маленьк)/i.test(direction) ? text.toLowerCase() : text.toUpperCase()
  return wordsOf(text).length > 0 ? toAnswer(shown, shown) : undefined
}

function toAnswer(text: string, brief: string, value: unknown = brief): SkillAnswer {
  return { text, brief, value, score: 0.93, how: text }
}
