import { normalize } from '@mira/engine/internal'
import { stemmer } from 'stemmer'
import { stemRussian } from '../local-chat/stem-russian.ts'

/** Words that say nothing of the subject of a text, in English and Russian. */
const functionWords = new Set(
  `a an the and or but if of in on at to for from by with as is are was were be been it its this that these those i you he
  she we they my your his her our their me him us them do does did have has had can could will would shall should may might
  what when where which who how why not no so than then there here about into over after before up out just also very some
  any all и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее мне было вот от меня еще
  нет о из ему теперь когда даже ну ли если уже или ни быть был него до вас опять вам ведь там потом себя ничего ей может они
  тут где есть надо ней для мы тебя их чем была сам чтоб без будто чего раз тоже себе под будет ж тогда кто этот того потому
  этого какой ним здесь этом один почти мой тем чтобы нее сейчас были куда зачем всех можно при об это эта эти какие какая
  какое сколько почему который которая которые которое также`.split(/\s+/),
)

/** Weights of the features of a word. */
const weights = { stem: 1, start: 1, gram: 0.3 }

/** Power of the weight of a feature in a text: in a long one, parts that many words share do not drown the others. */
const damping = 0.6

/** Letters of character n-grams, and of the start of a word. */
const gramLengths = [3, 4]
const startLength = 5

/** Length of a word that is read, in letters. */
const maxWord = 64

/**
 * Maps a text to numbers by its words: stems, beginnings and character n-grams, each added to a hashed position with a
 * hashed sign. Texts are similar if they share forms of the same words, in any language that separates words by spaces.
 *
 * @param dimensions - Length of the vector. In a shorter one, more words share a position.
 * @returns A unit vector; zero for a text without words.
 */
export function lexicalVector(text: string, dimensions: number): Float32Array {
  const counts = new Map<string, number>()
  const words = readWords(text)
  const content = words.filter((word) => !functionWords.has(word))
  for (const word of content.length > 0 ? content : words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const features = new Map<string, number>()
  for (const [word, count] of counts) addWord(features, word, wordWeight(word) * (1 + Math.log(count)))
  const vector = new Float32Array(dimensions)
  for (const [feature, weight] of features) addFeature(vector, feature, weight ** damping)
  return normalize(vector)
}

function readWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{M}\p{N}]{1,64}/gu) ?? []
  ).map((word) => word.slice(0, maxWord))
}

/** Long words are rarer, and rare words say more about a text. */
function wordWeight(word: string): number {
  return Math.log2(1 + Math.min(word.length, 12))
}

function addWord(features: Map<string, number>, word: string, weight: number): void {
  const add = (feature: string, share: number) => features.set(feature, (features.get(feature) ?? 0) + weight * share)
  add(`=${stemOf(word)}`, weights.stem)
  if (word.length > startLength) add(`^${word.slice(0, startLength)}`, weights.start)
  const bounded = ` ${word} `
  for (const length of gramLengths)
    for (let start = 0; start + length <= bounded.length; start++)
      add(bounded.slice(start, start + length), weights.gram)
}

function stemOf(word: string): string {
  if (/\p{Script=Cyrillic}/u.test(word)) return stemRussian(word)
  return /^[a-z]+$/.test(word) ? stemmer(word) : word
}

function addFeature(vector: Float32Array, feature: string, weight: number): void {
  const hash = hashText(feature)
  const index = hash % vector.length
  vector[index] = (vector[index] ?? 0) + (hash & 0x4000_0000 ? -weight : weight)
}

/** FNV-1a over UTF-16 units, with a final mix so that all bits depend on all characters. */
function hashText(text: string): number {
  let hash = 0x811c_9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
