import { colorWords } from '../scene/color.ts'
import type { TimeOfDay, Weather } from '../scene/scene.ts'
import { findKindredDrawing, findNamedDrawing, isAbstract, isOtherThing, isPlural } from './find-drawing.ts'
import type { Subject } from './prompt-plan.ts'
import type { Phrase } from './split-phrases.ts'
import {
  containers,
  countWords,
  groupWords,
  negations,
  partWords,
  photoWords,
  type Relation,
  seasonWords,
  settingWords,
  silentWords,
  sizeWords,
  styleWords,
  timeWords,
  wearables,
  weatherWords,
} from './vocabulary.ts'

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
  readonly colors: string[] = []
  /** Colors that no thing has. */
  readonly looseColors: string[] = []
  readonly unknownThings: string[] = []
  readonly notDrawn: string[] = []
  setting: string | undefined
  timeOfDay: TimeOfDay | undefined
  weather: Weather | undefined
  season: string | undefined
  style: string | undefined
  filter: string | undefined
  /** First content: a part of the stage, or anything else. */
  opening: 'stage' | 'other' | undefined
  /** Number of what follows `of`: "a flock of birds". */
  #group: number | undefined
  #groupName = ''
  /** Nature of the previous phrase, which decides what an `of` or a relation after it means. */
  #last: 'thing' | 'unknown' | 'stage' | 'nothing' = 'nothing'

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
    if (phrase.link === 'of') this.#dropPart()
    if (this.#isComplement(phrase)) {
      this.notDrawn.push(words.filter((word) => !silentWords.has(word)).join(' '))
      return
    }
    if (!this.#readNamed(words, phrase)) this.#readUnnamed(words, phrase)
  }

  /** "the eyes of an owl": the thing is after its part, which has no drawing of its own. */
  #dropPart(): void {
    const last = this.subjects.at(-1)
    if (this.#last !== 'thing' || !last || !partWords.has(last.phrase.split(' ').at(-1) ?? '')) return
    this.subjects.pop()
    this.notDrawn.push(last.phrase)
    this.#last = 'nothing'
  }

  /** "made of water", "a statue of a lion": says something about the thing before, and is not one itself. */
  #isComplement({ link, words }: Phrase): boolean {
    if ((link !== 'of' && link !== 'like') || this.#last === 'nothing' || this.#last === 'stage') return false
    if (this.#last === 'unknown') return true
    const last = this.subjects.at(-1)
    return !(last && containers.test(last.drawing) && findNamedDrawing(words.at(-1) ?? ''))
  }

  /** Reads a phrase whose last words name a drawing or a part of the stage. */
  #readNamed(words: readonly string[], phrase: Phrase): boolean {
    for (let length = Math.min(maxNameWords, words.length); length > 0; length--) {
      const name = words.slice(-length).join(' ')
      const before = words.slice(0, -length)
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

  #readStage(name: string, before: readonly string[], { relation, link }: Phrase): boolean {
    // "three mountains", "a small house": with a number or size of its own, it is a thing.
    const isThing = before.some((word) => Object.hasOwn(sizeWords, word) || (countWords[word] ?? 1) > 1)
    if (isThing && findNamedDrawing(name)) return false
    // "a mirror and a painting": only at the start, or after "in" or "as", does a medium name a style.
    const isMedium = name === 'painting' || name === 'poster'
    if (isMedium && this.opening !== undefined && relation !== 'in' && link !== 'as') return false
    if (
      !this.#setStage([...before.slice(-1).filter((word) => word === 'the'), name].join(' ')) &&
      !this.#setStage(name)
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
    if (!partWords.has(name)) return false
    const owner = before.findIndex((word) => word.endsWith("'s"))
    if (owner >= 0) {
      const words = [...before.slice(0, owner), before[owner]?.slice(0, -2) ?? '']
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
      phrase: [...others, name].join(' '),
      drawing,
      count: Math.min(maxCount, Math.max(1, asked)),
      color,
      scale,
      relation,
      side: phrase?.side,
    })
    if (color) this.colors.push(color)
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
      } else if (!silentWords.has(word) && (isSetting(word) || !this.#setStage(word))) qualifiers.others.push(word)
    }
    return qualifiers
  }

  #setStage(name: string): boolean {
    const time = lookUp(timeWords, name)
    const weather = lookUp(weatherWords, name)
    const season = lookUp(seasonWords, name)
    const setting = lookUp(settingWords, name)
    const style = lookUp(styleWords, name)
    if (time) this.timeOfDay = time
    if (weather) this.weather = weather
    if (season) this.season = season
    // The first setting wins: "a castle on a hill by the sea" is a hill.
    if (setting) this.setting ??= setting
    if (style) {
      this.filter = style
      this.style = name
    }
    return [time, weather, season, setting, style].some((value) => value !== undefined)
  }

  #readAttribute(word: string): void {
    if (Object.hasOwn(colorWords, word)) {
      this.colors.push(word)
      this.looseColors.push(word)
    } else if (Object.hasOwn(countWords, word) || Object.hasOwn(sizeWords, word) || silentWords.has(word)) return
    else if (!this.#setStage(word) && !photoWords.test(word)) this.notDrawn.push(word)
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
    if (isAbstract(head) || /ly$/.test(head)) return
    this.unknownThings.push(named.join(' '))
    this.opening ??= 'other'
    if ((link !== 'of' && link !== 'like') || this.#last !== 'thing') this.#last = 'unknown'
  }
}

/** Before a thing, the name of a setting says what it is for: a beach ball is not on a beach. */
function isSetting(word: string): boolean {
  return Object.hasOwn(settingWords, word)
}

function lookUp<Value extends string>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

/** Returns the color in the name of a drawing, such as "red apple". */
function colorOf(name: string): string | undefined {
  const [first = '', ...rest] = name.split(' ')
  return rest.length > 0 && Object.hasOwn(colorWords, first) ? first : undefined
}

/** Returns the drawing of the kind of a word or of two: "corgi", "german shepherd". */
function kindredOf(words: readonly string[]): string | undefined {
  const [first = '', last = first] = words
  const isName = last.length > 2 && !/(ing|ed|ly)$/.test(last) && !silentWords.has(last)
  return isName && (words.length === 1 || !isQualifier(first)) ? findKindredDrawing(words.join(' ')) : undefined
}

/** Returns whether a word makes another thing of the one after it: "baseball bat". */
function isOther(word: string | undefined, name: string): boolean {
  return word !== undefined && !isQualifier(word) && isOtherThing(word, name)
}

/** Returns whether a word says something about any thing, such as its color. */
function isQualifier(word: string): boolean {
  return silentWords.has(word) || [colorWords, countWords, sizeWords].some((table) => Object.hasOwn(table, word))
}
