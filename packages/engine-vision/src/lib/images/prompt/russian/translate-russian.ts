import { colorWords } from '../../scene/color.ts'
import { settingWords } from '../vocabulary.ts'
import { russianNames } from './russian-names.ts'
import { russianPhrases, russianWords } from './russian-words.ts'
import { genitivesWithoutEnding, russianForms, stemRussian } from './stem-russian.ts'

/** Russian names by their stems; a name of several words by their stems, joined by spaces. */
let namesByStem: ReadonlyMap<string, string> | undefined
/** Names by their nominative, which is singular. */
const nominatives = /* @__PURE__ */ new Map<string, string>()
/** Plurals of names in a genitive without ending: `собак`, `кошек`. */
const bareGenitives = /* @__PURE__ */ new Map<string, string>()
/** Other Russian words by their stems. */
let wordsByStem: ReadonlyMap<string, string> | undefined

/** Other Russian words in a form that is taken as it is. */
const exactWords: ReadonlySet<string> = /* @__PURE__ */ new Set(
  Object.values(russianWords).flatMap((words) => words.match(/[^ ]+(?==)/g) ?? []),
)

/** Longest Russian name of a thing, in words. */
const maxNameWords = 3

/** Returns whether a text is written in Russian: more Cyrillic letters than Latin ones. */
export function isRussian(text: string): boolean {
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0
  return cyrillic > latin
}

/**
 * Translates the words of a Russian prompt that name drawings, settings, colors, numbers and places into English, in
 * their order, by a dictionary. Other words stay Russian, so that they are reported as not drawn.
 */
export function translateRussian(text: string): string {
  const plain = text.replaceAll('ё', 'е')
  const whole = namesWithLinks.reduce((left, [pattern, name]) => left.replace(pattern, name), ` ${plain} `)
  const prepared = russianPhrases.reduce((left, [pattern, english]) => left.replace(pattern, `$1${english} `), whole)
  const tokens = (prepared.match(/[\p{L}\p{N}'’_-]+|[^\p{L}\p{N}\s]/gu) ?? []).flatMap(splitHyphens)
  const english: string[] = []
  let isAfterName = false
  for (let at = 0; at < tokens.length; ) {
    let length = Math.min(maxNameWords, tokens.length - at)
    let name: string | undefined
    for (; length > 0 && name === undefined; length--)
      name = nameOf(tokens.slice(at, at + length), tokens.slice(Math.max(0, at - 12), at))
    const token = tokens[at] ?? ''
    // "шляпа красного цвета".
    if (colorNoun.test(token)) {
      at++
      continue
    }
    const word = name ?? wordOf(token)
    // "кошка рыжая" is an orange cat.
    if (isAfterName && word !== token && Object.hasOwn(colorWords, word)) english.splice(-1, 0, word)
    else if (isAfterName) english.push(linkBetween(tokens[at - 1] ?? '', token, word), word)
    else english.push(isGenitiveOfAttribute(tokens.slice(0, at), token) ? 'of' : '', word)
    at += name === undefined ? 1 : length + 1
    isAfterName = name !== undefined || Object.hasOwn(settingWords, word)
  }
  return english.filter(Boolean).join(' ')
}

/** Names that contain a preposition, with their words joined: "туфли на каблуках". */
const namesWithLinks: readonly (readonly [RegExp, string])[] = /* @__PURE__ */ russianNames
  .flatMap(([, names]) => names.split(', '))
  .filter((name) => / (?:на|в|с|для) /.test(name))
  .map((name) => [new RegExp(name.split(' ').map(toPattern).join(' '), 'g'), name.replaceAll(' ', '-')])

function toPattern(word: string): string {
  return word.length > 3 ? `${stemRussian(word)}[а-я]{0,3}` : word
}

/** "с дисками колес", "в костюме детектива": a genitive after an unknown noun belongs to that. */
function isGenitiveOfAttribute(before: readonly string[], token: string): boolean {
  const last = before.at(-1) ?? ''
  const isUnknown = obliqueNoun.test(last) && wordOf(last) === last && !isNoun(last)
  const link = before.findLast((word) => /^[a-z]+$/.test(word))
  const isGenitive = bareGenitives.has(token) || /(?:[ая]|[ое]в|ей)$/.test(token)
  return isUnknown && isGenitive && !nominatives.has(token) && /^(with|in|on|under|near|beside|like)$/.test(link ?? '')
}

/** A noun after a preposition, as far as its ending shows. */
const obliqueNoun = /^\p{Script=Cyrillic}{3,}(?:ом|ем|ой|ей|ью|[ая]ми|[ая]х|е)$/u

/** Splits "кот-космонавт" unless that is a name: its second word says something about the first. */
function splitHyphens(token: string): string[] {
  const isName = !/^\p{Script=Cyrillic}+-\p{Script=Cyrillic}+$/u.test(token) || wordOf(token) !== token
  return isName || nameOf([token], []) !== undefined
    ? [token]
    : token.split('-').flatMap((part, at) => (at > 0 ? ['of', part] : [part]))
}

/**
 * Returns the English link between a name and the word directly after it, which says something about it: "шляпа
 * волшебника", "улитка размером"; on the other hand, "на дереве птицы" are two things.
 */
function linkBetween(name: string, token: string, word: string): 'of' | 'and' | ',' | '' {
  if (!/^\p{Script=Cyrillic}{3,}$/u.test(token)) return ''
  if (word === token) return verbEnds.test(token) || connectives.test(token) ? '' : 'of'
  // "дерево зимой".
  if (nameOf([token], []) === undefined) return ','
  const isOther = nominatives.has(token) ? !nominatives.has(name) : /[ыи]$/.test(token) && oblique.test(name)
  return isOther ? 'and' : 'of'
}

/** Endings of nouns in a case after which a noun in -ы or -и is another subject. */
const oblique = /(?:е|у|ю|ом|ем|ой|ей|ах|ях|ами|ями)$/

const adjectiveEnds = /(?:[ыи]й|[ао]я|яя|[оеы]е|ие|[ое]го|[ое]му|[ыи]х|[ыи]ми?|[ую]ю|ой|[нжчшщ]ей)$/
const verbEnds = /(?:ет|ит|ут|ют|ат|ят|[аяиеу]л[аио]?|ть|сь|ся)$/
const colorNoun = /^цвет(?:а|е|у|ом)?$/
const connectives = /^(?:или|как|где|что|чтобы|который|когда|пока|ее|его|их)$/

function nameOf(words: readonly string[], before: readonly string[]): string | undefined {
  namesByStem ??= indexNames()
  // "пара" is no "паром", whose stem it has.
  if (words.length === 1 && exactWords.has(words[0] ?? '')) return undefined
  const phrase = words.join(' ')
  const name = nominatives.get(phrase) ?? bareGenitives.get(phrase)
  if (name) return name
  // "голубая" is blue and no "голубь", whose stem it has.
  if (words.length === 1 && adjectiveEnds.test(phrase) && wordOf(phrase) !== phrase) return undefined
  const found = namesByStem.get(words.map(stemRussian).join(' '))
  return found && isPluralForm(words.at(-1) ?? '', before) ? toPlural(found) : found
}

/** Genitive prepositions: after them, an ending in -ы or -и is a singular. */
const genitive = /^(от|у|из|без|для|до|около|возле|of|from|made|left|right|near|without|beside)$/

/**
 * Number of a noun, by its adjective or else by its ending: `кошки` is a plural except after a genitive preposition.
 */
function isPluralForm(word: string, before: readonly string[]): boolean {
  const last = before.at(-1) ?? ''
  if (singularEnds.test(word)) return false
  // "голубей" for "голубь".
  if (/ей$/.test(word) && nominatives.has(word.replace(/ей$/, 'ь'))) return true
  if (/(ов|ев|ами|ями|ах|ях|ам|ям|ята|дети|люди|детей|людей)$/.test(word)) return true
  if (isNoun(last) && !(oblique.test(last) && nameOf([last], []) !== undefined)) return false
  if (/(ого|его|ой|ей|ую|юю|ый|ий|ая|яя|ое)$/.test(last)) return false
  if (/(ые|ие|ых|их|ыми|ими)$/.test(last)) return true
  if (!/[ыи]$/.test(word) || genitive.test(last)) return false
  // "портрет лисы и совы": both are in the genitive.
  const other = before.at(-2) ?? ''
  return last !== 'and' || !/^[а-я]+[ыи]$/.test(other) || isPluralForm(other, before.slice(0, -2))
}

/** Returns whether a word is a noun, as far as its ending shows: after it, "портрет лисы" is one fox. */
function isNoun(word: string): boolean {
  if (!/^\p{Script=Cyrillic}{3,}$/u.test(word)) return false
  return (
    nameOf([word], []) !== undefined ||
    pictures.test(wordOf(word)) ||
    russianParts.test(word) ||
    representations.test(word)
  )
}

/** Translations of words for pictures. */
const pictures = /^(?:picture|photo|painting|sketch|cartoon|logo|pattern|poster|watercolor|landscape|pixel art)$/

/** Stems of parts of a body. */
export const russianParts = /^(?:глаз|голов|хвост|морд|лап|лиц|крыл|ног|рук|зуб|клюв|когт|волос|бород|шерст|грив)/

const representations = /^(?:силуэт|фигур|статуэтк|стату|скульптур|памятник)/

/** Names that end like plurals. */
const singularEnds =
  /^(часы|часов|часами|часах|очки|очков|очками|такси|пони|лыжи|джинсы|брюки|ножницы|шорты|киви|весы|качели|кенгуру|фламинго|шимпанзе|сани|саней)$/

function toPlural(name: string): string {
  if (name === 'man' || name === 'woman') return name.replace(/an$/, 'en')
  if (name === 'person') return 'people'
  if (name === 'child') return 'children'
  if (name === 'sheep' || /s$/.test(name)) return name
  if (/[^aeiou]y$/.test(name)) return name.replace(/y$/, 'ies')
  if (/fe?$/.test(name) && /wolf|leaf|knife/.test(name)) return name.replace(/fe?$/, 'ves')
  if (name === 'mouse' || name === 'goose') return name === 'mouse' ? 'mice' : 'geese'
  return /(x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`
}

function wordOf(token: string): string {
  wordsByStem ??= new Map(Object.entries(russianWords).flatMap(([english, words]) => formsOf(words, english)))
  return wordsByStem.get(token) ?? wordsByStem.get(stemRussian(token)) ?? token
}

function formsOf(words: string, english: string): (readonly [string, string])[] {
  return words.split(' ').map((word) => [word.endsWith('=') ? word.slice(0, -1) : stemRussian(word), english] as const)
}

function indexNames(): ReadonlyMap<string, string> {
  const index = new Map<string, string>()
  for (const [english, names] of russianNames)
    for (const name of names.split(', ')) {
      const nominative = name.split('/', 1)[0] ?? name
      if (!nominatives.has(nominative)) nominatives.set(nominative, english)
      nominatives.set(nominative.replaceAll(' ', '-'), english)
      for (const form of russianForms(name)) if (!index.has(form)) index.set(form, english)
      for (const form of genitivesWithoutEnding(nominative)) bareGenitives.set(form, toPlural(english))
    }
  return index
}
