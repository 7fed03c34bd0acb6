import { colorWords } from '../scene/color.ts'
import { findNamedDrawing, isPlural } from './find-drawing.ts'
import { isPartLike, isPartOf, isPossessed } from './find-part.ts'
import { nameJoint } from './join-names.ts'
import { isAbstract, isAdverb, isProperName } from './nouns.ts'
import type { Subject } from './prompt-plan.ts'
import { russianParts } from './russian/translate-russian.ts'
import type { Phrase } from './split-phrases.ts'
import { Stage } from './stage.ts'
import {
  containers,
  countWords,
  groupWords,
  negations,
  partWords,
  photoWords,
  type Relation,
  silentWords,
  sizeWords,
  styleWords,
  wearables,
} from './vocabulary.ts'
import {
  colorOf,
  determiner,
  isAttributeLink,
  isCounted,
  isOther,
  isQualifier,
  isSetting,
  kindredOf,
} from './word-classes.ts'

/** Maximum number of copies of one object. */
const maxCount = 12

/** Maximum number of objects in an image. */
const maxSubjects = 14

/** Longest name of a thing, in words. */
const maxNameWords = 4

/** Qualifiers of a thing, read from the words before it. */
interface Qualifiers {
  count: number | undefined
  color: string | undefined
  scale: number
  /** Words that say something else about it. */
  readonly others: string[]
}

/** Accumulates the content of a prompt, phrase by phrase. */
export class PromptReader {
  readonly subjects: Subject[] = []
  readonly stage = new Stage()
  readonly unknownThings: string[] = []
  readonly notDrawn: string[] = []
  /** First content: a part of the stage, or anything else. */
  opening: 'stage' | 'other' | undefined
  /** Number of what follows `of`: "a flock of birds". */
  #group: number | undefined
  #groupName = ''
  readonly #hasArticles: boolean
  /** Whether the previous phrase says what something is made of or looks like, without an article: "made of wood". */
  #isMaterial = false
  /** Whether the previous phrase was a thing to draw. */
  #isAfterSubject = false
  /** Thing whose parts the phrase may name. */
  #whole: string | undefined
  /** Nature of the previous phrase, which decides what an `of` or a relation after it means. */
  #last: 'thing' | 'unknown' | 'stage' | 'nothing' = 'nothing'

  /** @param hasArticles - Whether the language has articles, which distinguish a thing from a material. */
  constructor(hasArticles: boolean) {
    this.#hasArticles = hasArticles
  }

  /** Ends the prompt: a group of nothing that could be drawn is an unknown thing. */
  finish(): void {
    if (this.#group === undefined) return
    this.notDrawn.push(this.#groupName)
    this.unknownThings.push(this.#groupName)
    this.#group = undefined
  }

  read(phrase: Phrase): void {
    const words = phrase.words.map((word) => word.replace(/[’']s?$/u, (end) => (/s/.test(end) ? "'s" : '')))
    if (negations.has(phrase.link)) return
    this.#findWhole(phrase)
    // "a team playing": a group has no members but those after `of`.
    if (phrase.link === 'of') this.#dropPart(words)
    else this.finish()
    const isComplement = this.#isComplement(phrase)
    this.#isMaterial = isComplement && phrase.link !== 'of' && this.#hasArticles && !determiner.test(words[0] ?? '')
    this.#isAfterSubject = false
    if (isComplement) {
      if (phrase.link === 'of') this.#dropMap()
      this.notDrawn.push(words.filter((word) => !silentWords.has(word)).join(' '))
      return
    }
    const { length } = this.subjects
    if (!this.#readNamed(words, phrase)) this.#readUnnamed(words, phrase)
    this.#isAfterSubject = this.subjects.length > length
  }

  /** Finds the thing whose parts a phrase may name: "a house with a roof and windows". */
  #findWhole({ link, isOwned }: Phrase): void {
    if (link === 'and' && this.#whole !== undefined) return
    const last = (isOwned || isAttributeLink(link)) && this.#last === 'thing' ? this.subjects.at(-1) : undefined
    this.#whole = last?.phrase.split(' ').at(-1)
  }

  /** "the eyes of an owl", "the keys of a piano": the thing is after its part, which is not drawn beside it. */
  #dropPart(words: readonly string[]): void {
    const last = this.subjects.at(-1)
    if (!this.#isAfterSubject || !last) return
    const name = last.phrase.split(' ').at(-1) ?? ''
    const isPart = partWords.has(name) || isPartOf(name, words.at(-1) ?? '')
    if (!isPart && !(determiner.test(words[0] ?? '') && isPartLike(last.drawing, name, words))) return
    this.subjects.pop()
    this.notDrawn.push(last.phrase)
    this.#last = 'nothing'
  }

  /** "a map of Rome": the drawing of a map shows the world. */
  #dropMap(): void {
    if (this.subjects.at(-1)?.drawing !== 'world-map') return
    this.unknownThings.push(this.subjects.pop()?.phrase ?? '')
    this.notDrawn.push(...this.unknownThings.slice(-1))
    this.#last = 'unknown'
  }

  /** "made of water", "a statue of a lion": says something about the thing before, and is not one itself. */
  #isComplement({ link, words }: Phrase): boolean {
    if (this.#isMaterial && /^(and|or)$/.test(link) && !isCounted(words)) return true
    if (link === 'like') return this.opening !== undefined || this.notDrawn.length > 0 || this.#last !== 'nothing'
    if (link !== 'of' || this.#last === 'nothing' || this.#last === 'stage') return false
    if (this.#last === 'unknown') return true
    const last = this.subjects.at(-1)
    return !(last && containers.test(last.drawing) && findNamedDrawing(words.at(-1) ?? ''))
  }

  /** Reads a phrase whose last words name a drawing or a part of the stage. */
  #readNamed(words: readonly string[], phrase: Phrase): boolean {
    if (this.#isFeature(words, phrase)) {
      this.notDrawn.push(words.filter((word) => !silentWords.has(word)).join(' '))
      return true
    }
    for (let length = Math.min(maxNameWords, words.length); length > 0; length--) {
      const name = words.slice(-length).join(' ')
      const before = words.slice(0, -length)
      // "a white house" is no name, unlike "golden gate bridge".
      const isName = isProperName(name) && !(length === 2 && isQualifier(words.at(-2) ?? ''))
      if (isName && !findNamedDrawing(name)) return false
      if (this.#readStage(name, before, phrase) || this.#readGroup(name, before)) return true
      if (this.#readPart(name, before, phrase)) return true
      const drawing = findNamedDrawing(name) ?? (length <= 2 ? kindredOf(words.slice(-length)) : undefined)
      if (drawing) {
        if (length === 1 && isOther(before.at(-1), name)) return false
        this.#addSubject({ name, drawing }, before, phrase)
        return true
      }
    }
    return false
  }

  /** "with a smiling face": a part with an adjective, which may name a drawing of its own. */
  #isFeature(words: readonly string[], { link }: Phrase): boolean {
    const count = words.filter((word) => !determiner.test(word)).length
    return this.#last !== 'nothing' && isAttributeLink(link) && count > 1 && partWords.has(words.at(-1) ?? '')
  }

  #readStage(name: string, before: readonly string[], { relation, link }: Phrase): boolean {
    // "three mountains", "a small house": with a number or size of its own, it is a thing.
    const isThing = before.some((word) => Object.hasOwn(sizeWords, word) || (countWords[word] ?? 1) > 1)
    if (isThing && findNamedDrawing(name)) return false
    // "a mirror and a painting": only at the start, or after "in" or "as", does a medium name a style.
    const isMedium = name === 'painting' || name === 'poster'
    if (isMedium && this.opening !== undefined && relation !== 'in' && link !== 'as') return false
    if (
      !this.stage.set([...before.slice(-1).filter((word) => word === 'the'), name].join(' ')) &&
      !this.stage.set(name)
    )
      return false
    for (const word of before) this.#readAttribute(word)
    if (relation === undefined && link !== 'of') this.#last = 'stage'
    else if (this.#last !== 'thing') this.#last = 'stage'
    if (!Object.hasOwn(styleWords, name)) this.opening ??= 'stage'
    return true
  }

  #readGroup(name: string, before: readonly string[]): boolean {
    if (!Object.hasOwn(groupWords, name) || this.#last === 'unknown') return false
    // "an owl family": the thing is before, not after.
    const thing = before.at(-1) ?? ''
    const drawing = findNamedDrawing(thing)
    if (drawing) {
      this.#addSubject({ name: thing, drawing }, [String(groupWords[name]), ...before.slice(0, -1)], undefined)
      return true
    }
    this.finish()
    this.#group = groupWords[name] ?? 1
    this.#groupName = name
    this.opening ??= 'other'
    for (const word of before) this.#readAttribute(word)
    this.#last = 'nothing'
    return true
  }

  /** "with blue eyes", "an elephant's back": a part of the thing before, which is drawn as it is. */
  #readPart(name: string, before: readonly string[], phrase: Phrase): boolean {
    const owner = before.findIndex((word) => word.endsWith("'s"))
    const whole = owner < 0 ? this.#whole : before[owner]?.slice(0, -2)
    if (!partWords.has(name) && !(whole && isPossessed(name, whole, phrase.isOwned))) return false
    if (owner >= 0) {
      const words = [...before.slice(0, owner), before[owner]?.slice(0, -2) ?? '']
      if (!partWords.has(name)) this.notDrawn.push(name)
      return this.#readNamed(words, { ...phrase, words })
    }
    if (this.subjects.length === 0) return false
    if (before.length > 0 || !['back', 'side', 'head', 'face', 'lap'].includes(name))
      this.notDrawn.push([...before.filter((word) => !silentWords.has(word)), name].join(' '))
    return true
  }

  #addSubject(
    { name, drawing }: { name: string; drawing: string },
    before: readonly string[],
    phrase: Phrase | undefined,
  ): void {
    const { count, color = colorOf(name), scale, others } = this.#readQualifiers(before)
    // "a pair of headphones" is one thing.
    const isPair = this.#groupName === 'pair' && /s$/.test(name) && !isPlural(name)
    const asked = count ?? (isPair ? 1 : this.#group) ?? (isPlural(name) ? 3 : 1)
    this.#group = undefined
    this.notDrawn.push(...others)
    if (this.subjects.length >= maxSubjects) {
      this.notDrawn.push(name)
      return
    }
    if (asked > maxCount) this.notDrawn.push(`${asked - maxCount} ${name}`)
    const relation = phrase && this.#relationTo(drawing, phrase)
    this.subjects.push({
      phrase: [...others, name].join(' ').replaceAll(nameJoint, ' '),
      drawing,
      count: Math.min(maxCount, Math.max(1, asked)),
      color,
      scale,
      relation,
      side: phrase?.side,
    })
    if (color) this.stage.colors.push(color)
    this.opening ??= 'other'
    this.#last = 'thing'
  }

  #relationTo(drawing: string, { relation, link }: Phrase): Subject['relation'] {
    const to = this.subjects.length - 1
    if (to < 0 || this.#last !== 'thing') return undefined
    // An object next to a cat that wears a hat is next to the cat.
    const anchor = this.subjects[to]?.relation?.kind === 'wearing' ? (this.subjects[to]?.relation?.to ?? to) : to
    const isWorn = (relation === 'in' || link === 'with') && wearables.test(drawing)
    const kind: Relation | undefined = isWorn ? 'wearing' : relation
    return kind && { kind, to: anchor }
  }

  #readQualifiers(words: readonly string[]): Qualifiers {
    const qualifiers: Qualifiers = { count: undefined, color: undefined, scale: 1, others: [] }
    for (const word of words) {
      if (Object.hasOwn(countWords, word)) qualifiers.count = Math.max(countWords[word] ?? 1, qualifiers.count ?? 0)
      else if (/^\d{1,3}$/.test(word)) qualifiers.count = Number(word)
      else if (Object.hasOwn(sizeWords, word)) qualifiers.scale *= sizeWords[word] ?? 1
      else if (Object.hasOwn(colorWords, word)) {
        if (qualifiers.color) qualifiers.others.push(qualifiers.color)
        qualifiers.color = word
      } else if (!silentWords.has(word) && (isSetting(word) || !this.stage.set(word))) qualifiers.others.push(word)
    }
    return qualifiers
  }

  #readAttribute(word: string): void {
    if (!this.stage.readAttribute(word)) this.notDrawn.push(word)
  }

  /** Reads a phrase that names no drawing: attributes only, or an unknown thing. */
  #readUnnamed(words: readonly string[], { link }: Phrase): void {
    const head = words.at(-1) ?? ''
    const isAttribute =
      [colorWords, countWords, sizeWords].some((table) => Object.hasOwn(table, head)) || silentWords.has(head)
    if (isAttribute || photoWords.test(head)) {
      for (const word of words) this.#readAttribute(word)
      return
    }
    const named = words.filter((word, at) => !silentWords.has(word) && !(at === 0 && countWords[word] === 1))
    if (named.length === 0) return
    this.notDrawn.push(named.join(' '))
    // "the face of a frog": what it belongs to is the thing.
    if (partWords.has(head) && this.subjects.length === 0) {
      this.#last = 'nothing'
      return
    }
    if (isAbstract(head) || isAdverb(head)) return
    // "птица, сложив крылья, над домом": what follows is related to the bird.
    if (russianParts.test(head) && this.#last === 'thing') return
    this.unknownThings.push(named.join(' '))
    this.opening ??= 'other'
    if ((link !== 'of' && link !== 'like') || this.#last !== 'thing') this.#last = 'unknown'
  }
}
