import { listDrawings } from '../drawings/drawing-library.ts'
import { drawingWords } from '../drawings/drawing-words.ts'
import { findNamedDrawing, isPlural } from './find-drawing.ts'
import { isVerb } from './nouns.ts'
import {
  fixedPhrases,
  linkWords,
  negations,
  plainVerbs,
  type Relation,
  relationPhrases,
  type Side,
  settingWords,
  sidePhrases,
  silentVerbs,
  silentWords,
  styleWords,
} from './vocabulary.ts'

/** Phrase of a prompt with its link to the one before. */
export interface Phrase {
  readonly words: readonly string[]
  /** Word before the phrase, such as `with` or a verb; empty at the start. */
  readonly link: string
  readonly relation: Relation | undefined
  /** Whether it belongs to the thing before: "its shell". */
  readonly isOwned: boolean
  /** Place in the image named after the phrase. */
  readonly side: Side | undefined
}

/** Phrases of a prompt, and its verbs that no drawing shows. */
export interface Split {
  readonly phrases: readonly Phrase[]
  readonly verbs: readonly string[]
}

/** Place of a phrase or relation in the tables, in marks that occur in no prompt. */
const marker = /^\u2039(\d+)\u203a$/

/** Splits a prompt in lower case at prepositions, conjunctions, verbs and punctuation. */
export function splitPhrases(text: string): Split {
  const splitter = new Splitter()
  const tokens = markPlaces(text).match(/\u2039\d+\u203a|\d+-bit|\p{L}[\p{L}'’_-]*|\d+s?\b|\d+|[,.;:!?()–—]/gu) ?? []
  for (const [index, token] of tokens.entries()) splitter.read(token, tokens[index + 1] ?? '')
  return splitter.finish()
}

/** Replaces phrases of places by markers, so that none of their words is read as a thing. */
function markPlaces(text: string): string {
  const plain = [...namesOfWholes(), ...fixedPhrases].reduce(
    (left, [name, words]) => left.replace(words, name),
    text.replace(/[\u2039\u203a]/g, ' '),
  )
  const places = [...sidePhrases, ...relationPhrases]
  return places.reduce((left, [words], index) => left.replace(words, ` \u2039${index}\u203a `), plain)
}

let wholes: readonly (readonly [name: string, words: RegExp])[] | undefined

/** Names of drawings that contain a link, such as `cup of coffee`, which would be split. */
function namesOfWholes(): readonly (readonly [name: string, words: RegExp])[] {
  wholes ??= [...Object.entries(drawingWords), ...listDrawings().map((name) => [name.replaceAll('-', ' '), name])]
    .filter(([words = '']) => words.split(' ').some((word) => linkWords.has(word)))
    .map(([words, name = '']) => [name, new RegExp(`\\b${words}\\b`, 'g')] as const)
  return wholes
}

/** Words after which a participle is a verb: `the artist painted a fox`. */
const determiners = /^(a|an|the|its|his|her|their|one|two|three|four|five|\d+)$/

const pronouns = /^(it|them|him|her)$/

/** Relation of the first of two things to the second one, by that of the second to the first. */
const opposites: Readonly<Partial<Record<Relation, Relation>>> = {
  on: 'under',
  above: 'under',
  under: 'above',
  beside: 'beside',
  front: 'behind',
  behind: 'front',
}

/** Words that begin a noun phrase. */
const articles = /^(a|an|the|its|his|her|their)$/

/** Participles that do not end in `-ed`. */
const participles =
  /^(hidden|made|seen|worn|held|built|drawn|lit|caught|driven|ridden|written|broken|taken|given|eaten|spread|torn|woven|thrown|parked)$/

/** Verbs that are plurals of things as well: `a bird flies`. */
const doubles = /^(flies|watches|waves|hammers|plays|drives|rides|rows)$/

/** Russian verbs that the dictionary lacks, by their ending in the present. */
const russianVerb = /^\p{Script=Cyrillic}{2,}(?:ет|ит|ут|ют|ят|ется|ится|ются|ятся|вшись)$/u

class Splitter {
  readonly #phrases: Phrase[] = []
  readonly #verbs: string[] = []
  #words: string[] = []
  #link = ''
  #relation: Relation | undefined
  #isOwned = false
  #side: Side | undefined

  read(token: string, next: string): void {
    const place = marker.exec(token)?.[1]
    if (place !== undefined) this.#setPlace(Number(place))
    else if (/^\P{L}$/u.test(token) && !/\d/.test(token)) this.#end('')
    else if (pronouns.test(token) && this.#relation && this.#words.length === 0) this.#relateBack(this.#relation)
    else if (linkWords.has(token) || negations.has(token)) this.#setLink(token)
    else if (this.#isVerb(token, next)) {
      this.#end(token)
      if (!silentVerbs.has(token)) this.#verbs.push(token)
    } else this.#words.push(token)
  }

  finish(): Split {
    this.#end('')
    return { phrases: this.#phrases, verbs: this.#verbs }
  }

  #setLink(link: string): void {
    // Usually, the first link counts: "with its". A negation, `of` and `like` always do: "with no hat", "looks like a hat".
    const isFirst = this.#words.length > 0 || this.#link === ''
    this.#end(isFirst || link === 'of' || link === 'like' || negations.has(link) ? link : this.#link)
    this.#isOwned = link === 'its' || link === 'their'
  }

  #setPlace(index: number): void {
    const side = sidePhrases[index]?.[1]
    if (side === undefined) {
      this.#end(this.#words.length > 0 ? '' : this.#link)
      this.#relation = relationPhrases[index - sidePhrases.length]?.[1]
    } else this.#setSide(side === 'nowhere' ? undefined : side)
  }

  /** "a sign with a tree behind it": the first thing is in front of the second one. */
  #relateBack(relation: Relation): void {
    const last = this.#phrases.pop()
    if (last) this.#phrases.push({ ...last, relation: last.relation ?? opposites[relation] })
    this.#relation = undefined
  }

  /** A place belongs to the phrase before it or, at the start of a clause, to the one after it. */
  #setSide(side: Side | undefined): void {
    if (this.#words.length === 0) this.#side = side
    else {
      this.#side = side
      this.#end('')
    }
  }

  #end(link: string): void {
    if (this.#words.length > 0) {
      const [words, side] = [this.#words, this.#side]
      this.#phrases.push({ words, link: this.#link, relation: this.#relation, isOwned: this.#isOwned, side })
      this.#words = []
      this.#isOwned = false
      this.#relation = undefined
      this.#side = undefined
    }
    this.#link = link
  }

  #isVerb(word: string, next: string): boolean {
    const before = this.#words.at(-1)
    if (before !== undefined && doubles.test(word) && findNamedDrawing(before) && !isPlural(before)) return true
    // "a robot cooking": after a thing, what names a drawing as well.
    if (before !== undefined && /ing$/.test(word) && findNamedDrawing(word) && findNamedDrawing(before))
      return isGerund(word)
    if (isKnown(word) || isKnown(`${word} ${next}`)) return false
    if (silentVerbs.has(word) || russianVerb.test(word)) return true
    if (/ing$/.test(word)) return isGerund(word)
    if (before === undefined) return false
    // "a vase and a basket hold the flowers": no noun phrase has its article in the middle.
    if (articles.test(next) && !silentWords.has(before) && (/ing$/.test(word) || isVerb(word))) return true
    if (/ed$/.test(word) || participles.test(word))
      return next === '' || !/^\p{L}/u.test(next) || linkWords.has(next) || determiners.test(next)
    const isAfterThing = findNamedDrawing(before) !== undefined || before === 'people'
    if (!isAfterThing || isKnown(`${before} ${word}`)) return false
    if (isPlural(before)) return plainVerbs.has(word)
    // "with white wheel rims": a subject in the singular has an article.
    const isSubject = this.#phrases.length === 0 || this.#words.some((one) => determiners.test(one))
    return isSubject && /[^s]s$/.test(word) && isVerb(word)
  }
}

/** Returns whether a word in `-ing` is a form of a verb, whatever noun it may be as well. */
function isGerund(word: string): boolean {
  const stem = word.slice(0, -3)
  return [stem, `${stem}e`, stem.replace(/(.)\1$/, '$1')].some((form) => form.length > 1 && isVerb(form))
}

function isKnown(phrase: string): boolean {
  return (
    findNamedDrawing(phrase) !== undefined ||
    Object.hasOwn(styleWords, phrase) ||
    Object.hasOwn(settingWords, phrase) ||
    /^(evening|morning|building|living|dining|ceiling|wedding|clothing|king|ring|wing|string|spring|painting|drawing|rendering|swing)$/.test(
      phrase,
    )
  )
}
