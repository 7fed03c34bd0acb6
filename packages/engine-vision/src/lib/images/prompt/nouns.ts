import { type Sense, WordNet } from '@mira/engine-lexicon'

let wordNet: WordNet | undefined

/** Returns WordNet, which is loaded on first use. */
export function netOf(): WordNet {
  wordNet ??= new WordNet()
  return wordNet
}

/** Returns the most common meaning of a word if that is one of a noun. */
export function firstNoun(word: string): Sense | undefined {
  const [first] = netOf().senses(word)
  return first?.partOfSpeech === 'noun' ? first : undefined
}

/** Returns whether a noun can name a part of a body or a cover of it, such as `shell`. */
export function isBodily(noun: string): boolean {
  return ['body part', 'covering'].some((kind) => netOf().isA(noun, kind))
}

/** Returns whether a noun can name a living thing, or a picture of something. */
export function isLivingOrPicture(noun: string): boolean {
  return ['living thing', 'representation'].some((kind) => netOf().isA(noun, kind))
}

/** Returns whether a word is an English noun for something without a shape, such as `serenity`. */
export function isAbstract(word: string): boolean {
  const noun = firstNoun(word)
  return noun !== undefined && !netOf().isA(word, 'physical entity')
}

/** Returns whether words are the name of one place, work or person, such as `golden gate bridge`. */
export function isProperName(words: string): boolean {
  return words.includes(' ') && firstNoun(words)?.isInstance === true
}

/** Returns whether a word is an adverb by its form, such as `slowly`, and no noun, such as `butterfly`. */
export function isAdverb(word: string): boolean {
  return /ly$/.test(word) && firstNoun(word) === undefined
}

/** Returns whether a word can be an English verb, such as `flies`. */
export function isVerb(word: string): boolean {
  return netOf()
    .senses(word)
    .some(({ partOfSpeech }) => partOfSpeech === 'verb')
}

const irregular: Readonly<Record<string, string>> = {
  mice: 'mouse',
  geese: 'goose',
  wolves: 'wolf',
  men: 'man',
  women: 'woman',
  children: 'child',
  leaves: 'leaf',
  sheep: 'sheep',
  knives: 'knife',
}

/** Yields a phrase and the singulars that it can be the plural of. */
export function* singularForms(phrase: string): Generator<string> {
  yield phrase
  const last = phrase.split(' ').at(-1) ?? ''
  const head = phrase.slice(0, phrase.length - last.length)
  if (Object.hasOwn(irregular, last)) yield head + irregular[last]
  if (/ies$/.test(last)) yield head + last.replace(/ies$/, 'y')
  if (/(s|x|z|ch|sh|o)es$/.test(last)) yield head + last.replace(/es$/, '')
  if (/[^s]s$/.test(last)) yield head + last.slice(0, -1)
}
