import { isFunctionWord } from '../../words.ts'

/** Words after which any noun is a dish, and those after which only a noun of food is. */
const serving = /\b(?:serves?|serving|sells?|selling) (?:(?:some|the|a|an|good|great|best|tasty|delicious) )*/giu
const link =
  /\b(?:has|have|having|offers?|with|for|some|gets?|craving|crave|eat|want|known for) (?:(?:some|the|a|an|good|great|best|tasty|delicious) )*/giu
/** Nouns of places and meals, which are no dishes although a dictionary has them as food. */
const noDish =
  /^(?:dinner|lunch|breakfast|brunch|supper|meals?|foods?|cuisine|drinks?|bars?|pubs?|spot|place|diner|buffet|table|restaurants?|tavern|course|bite|people|party|house|truck|me|side|pool|seat|one|board|delicatessen|cafeteria|steakhouse|brasserie|view|halal|kosher|vegan|vegetarian)$/i
const venue =
  '(?:restaurant|place|house|bar|pub|tavern|bistro|diner|caf[eé]|cafeteria|bakery|brasserie|delicatessen|joint|spot|shop|tea house|gastropub|steakhouse|osteria|brewery)'
const beforeVenue: readonly RegExp[] = [
  /(?<!\p{L})((?:\p{Ll}+ ){0,2}\p{Ll}+)[ -]serving\b/gu,
  new RegExp(String.raw`(?<!\p{L})(?<!serving )((?:\p{Ll}+ )?(?!serving\b)\p{Ll}+) ${venue}\b`, 'gu'),
]

/** What a dictionary knows of words. */
export interface FoodWords {
  /** Returns whether a noun names food. */
  readonly isFood: (word: string) => boolean
  /** Returns whether it has a word. */
  readonly isKnown: (word: string) => boolean
}

const cuisine = /(?:an|ese|ish|ench|reek|hai|ole|ern|iss|ech)$/i

/** Reads the dish that is wanted or served: the words up to a noun of food. Several leave it open. */
export function readDish(text: string, { isFood: isFoodNoun, isKnown }: FoodWords): string | undefined {
  const isFood = (word: string) => word.length > 2 && !isFunctionWord(word) && !noDish.test(word) && isFoodNoun(word)
  const served = takeAfter(text, serving, (word) => isFood(word) || (!isKnown(word) && !cuisine.test(word)))
  if (served.length > 0) return served.length === 1 ? served[0] : undefined
  const named = beforeVenue
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map(({ 1: words = '' }) => takeLast(words.split(' '), isFood))
  const found = [...new Set([...takeAfter(text, link, isFood), ...named])].filter((one) => one !== undefined)
  const whole = found.filter((one) => !found.some((other) => other !== one && other.includes(one)))
  return whole.length === 1 ? whole[0] : undefined
}

function takeAfter(text: string, pattern: RegExp, isFood: (word: string) => boolean): string[] {
  const found = [...text.matchAll(pattern)].flatMap(
    ({ 0: lead, index }) => takeDish(text.slice(index + lead.length), isFood) ?? [],
  )
  return [...new Set(found)]
}

/** Words after a dish. */
const ends = /^(?:serv\p{L}*|that|which|nearby|close|near|today|tonight|now|tomorrow|please|there|here)$/u

/** Takes the words up to the last noun of food, of at most four, before a word that ends the phrase. */
function takeDish(rest: string, isFood: (word: string) => boolean): string | undefined {
  const words = /^(?:\p{Ll}[\p{L}'’-]*)(?: \p{Ll}[\p{L}'’-]*){0,3}/u.exec(rest)?.[0].split(' ') ?? []
  const cut = words.findIndex(
    (word) => word !== 'and' && (isFunctionWord(word) || noDish.test(word) || ends.test(word)),
  )
  if (noDish.test(words[cut] ?? '')) return undefined
  const phrase = cut < 0 ? words : words.slice(0, cut)
  if (phrase.at(-1) === 'and') phrase.pop()
  const last = phrase.findLastIndex((word) => isFood(word))
  // "Oysters rockefeller": one more word belongs to the dish, but "tea house" is a venue.
  const tail = phrase.slice(last + 1)
  const joined = phrase.indexOf('and')
  if (last < 0 || tail.length > 1 || (joined > 0 && !isFood(phrase[joined - 1] ?? ''))) return undefined
  return phrase.join(' ')
}

/** Takes the noun of food at the end, with the nouns of food before it. */
function takeLast(words: readonly string[], isFood: (word: string) => boolean): string | undefined {
  const food = words.findLastIndex((word) => !isFood(word)) + 1
  const first = food > 0 && food < words.length && /ed$/.test(words[food - 1] ?? '') ? food - 1 : food
  return first < words.length ? words.slice(first).join(' ') : undefined
}
