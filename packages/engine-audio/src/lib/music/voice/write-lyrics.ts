import type { SectionName } from '../compose/form.ts'
import { chooseFrom } from '../compose/plan.ts'
import { type LyricSection, wordsOf } from './lyrics.ts'
import type { Pronunciation } from './pronunciation.ts'
import { noTopics, type Slot, templates, vocabulary } from './vocabulary.ts'

/** Input for generated lyrics. */
export interface LyricSubject {
  readonly prompt: string
  readonly isDark: boolean
  /** Number of sections that fit. */
  readonly sectionCount: number
  /** Words that name genres and instruments, never used as topics. */
  readonly ignored: ReadonlySet<string>
}

const orders: readonly (readonly SectionName[])[] = [['Chorus'], ['Verse', 'Chorus'], ['Verse', 'Pre-Chorus', 'Chorus']]

/**
 * Writes lyrics about the words of a prompt, in rhyming couplets (by pronunciation) with an identical chorus each time.
 */
export function writeLyrics(subject: LyricSubject, pronunciation: Pronunciation, random: () => number): LyricSection[] {
  const writer = new LyricWriter(subject, pronunciation, random)
  const names = orders[subject.sectionCount - 1] ?? longOrder(subject.sectionCount)
  const chorus = writer.stanza(4)
  return names.map((name) => ({
    name,
    lines: name === 'Chorus' ? chorus : writer.stanza(name === 'Pre-Chorus' ? 2 : 4),
  }))
}

/** Alternates verse and chorus, with a bridge before every third chorus. */
function longOrder(count: number): SectionName[] {
  const cycle: readonly SectionName[] = ['Verse', 'Chorus', 'Verse', 'Chorus', 'Bridge', 'Chorus']
  return Array.from({ length: count }, (_, index) => cycle[index % cycle.length] ?? 'Chorus')
}

class LyricWriter {
  readonly #topics: readonly string[]
  readonly #words: Readonly<Record<Slot, readonly string[]>>
  readonly #pronunciation: Pronunciation
  readonly #random: () => number
  /** Words and templates already used; reused only once all of them have been. */
  readonly #used = new Set<string>()

  constructor({ prompt, isDark, ignored }: LyricSubject, pronunciation: Pronunciation, random: () => number) {
    const { nouns, verbs, adjectives } = isDark ? vocabulary.dark : vocabulary.bright
    const isTopic = (word: string) =>
      word.length > 2 && !noTopics.has(word) && !ignored.has(word) && pronunciation.has(word)
    const topics = [...new Set(wordsOf(prompt.toLowerCase()).filter(isTopic))]
    this.#topics = topics.length > 0 ? topics : nouns.slice(0, 12)
    this.#words = { noun: nouns, verb: verbs, adjective: adjectives }
    this.#pronunciation = pronunciation
    this.#random = random
  }

  /** Returns lines that rhyme in pairs. */
  stanza(lineCount: number): string[] {
    return Array.from({ length: Math.ceil(lineCount / 2) }, () => this.#couplet())
      .flat()
      .slice(0, lineCount)
  }

  #couplet(): string[] {
    const slots: readonly Slot[] = ['noun', 'noun', 'verb', 'adjective']
    const first = chooseFrom(slots, this.#random)
    const second = chooseFrom(slots, this.#random)
    const pairs = this.#words[first].flatMap((one) =>
      this.#words[second]
        .filter((other) => other !== one && this.#pronunciation.rhymeOf(other) === this.#pronunciation.rhymeOf(one))
        .map((other) => [one, other] as const),
    )
    const pair = this.#fresh(pairs)
    if (!pair) return this.#couplet()
    return [this.#line(first, pair[0]), this.#line(second, pair[1])]
  }

  #line(slot: Slot, end: string): string {
    const template = this.#fresh(templates[slot]) ?? '{noun}'
    const place = template.lastIndexOf(`{${slot}}`)
    const begun = template.slice(0, place).replace(/\{(\w+)\}/g, (_, kind: string) => this.#fill(kind, end))
    return begun + end
  }

  #fill(kind: string, end: string): string {
    if (kind === 'topic') return chooseFrom(this.#topics, this.#random)
    const words = this.#words[kind as Slot].filter((word) => word !== end)
    return this.#fresh(words) ?? end
  }

  #fresh<Value>(values: readonly Value[]): Value | undefined {
    if (values.length === 0) return undefined
    const unused = values.filter((value) => !this.#used.has(String(value)))
    if (unused.length === 0) for (const value of values) this.#used.delete(String(value))
    const chosen = chooseFrom(unused.length > 0 ? unused : values, this.#random)
    this.#used.add(String(chosen))
    return chosen
  }
}
