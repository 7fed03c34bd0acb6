import { russianNames } from './russian-names.ts'
import { russianPhrases, russianWords } from './russian-words.ts'
import { russianForms, stemRussian } from './stem-russian.ts'

/** Russian names by their stems; a name of several words by their stems, joined by spaces. */
let namesByStem: ReadonlyMap<string, string> | undefined
/** Nominatives of all names, which are singular. */
const nominatives = /* @__PURE__ */ new Set<string>()
/** Other Russian words by their stems. */
let wordsByStem: ReadonlyMap<string, string> | undefined

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
  const prepared = russianPhrases.reduce(
    (left, [pattern, english]) => left.replace(pattern, `$1${english} `),
    ` ${plain} `,
  )
  const tokens = prepared.match(/[\p{L}\p{N}'’-]+|[^\p{L}\p{N}\s]/gu) ?? []
  const english: string[] = []
  for (let at = 0; at < tokens.length; ) {
    let length = Math.min(maxNameWords, tokens.length - at)
    let name: string | undefined
    for (; length > 0 && name === undefined; length--)
      name = nameOf(tokens.slice(at, at + length), tokens.slice(Math.max(0, at - 2), at))
    if (name === undefined) {
      english.push(wordOf(tokens[at] ?? ''))
      at++
    } else {
      english.push(name)
      at += length + 1
    }
  }
  return english.join(' ')
}

function nameOf(words: readonly string[], before: readonly string[]): string | undefined {
  namesByStem ??= indexNames()
  const name = namesByStem.get(words.map(stemRussian).join(' '))
  if (!name || nominatives.has(words.join(' '))) return name
  return isPluralForm(words.at(-1) ?? '', before) ? toPlural(name) : name
}

/** Genitive prepositions: after them, an ending in -ы or -и is a singular. */
const genitive = /^(от|у|из|без|для|до|около|возле|of|made|left|right|near|without|beside)$/

/**
 * Number of a noun, by its adjective or else by its ending: `кошки` is a plural except after a genitive preposition.
 */
function isPluralForm(word: string, before: readonly string[]): boolean {
  const last = before.at(-1) ?? ''
  if (singularEnds.test(word) || /(ого|его|ой|ую|юю|ый|ий|ая|яя|ое)$/.test(last)) return false
  if (/(ые|ие|ых|их|ыми|ими)$/.test(last)) return true
  if (/(ов|ев|ами|ями|ах|ях|ам|ям|ята|дети|люди|детей|людей)$/.test(word)) return true
  return /[ыи]$/.test(word) && !genitive.test(last)
}

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
      nominatives.add(name.split('/', 1)[0] ?? name)
      for (const form of russianForms(name)) if (!index.has(form)) index.set(form, english)
    }
  return index
}
