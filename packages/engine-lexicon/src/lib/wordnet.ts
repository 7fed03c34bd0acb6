import { baseForms } from './base-forms.ts'
import { type PartOfSpeech, parseDataLine, parseIndexLine, type Sense, type Synset } from './synset.ts'
import { wordNetData } from './wordnet-data.ts'

const partsOfSpeech = ['noun', 'verb', 'adj', 'adv'] as const

/** Reads the WordNet 3.1 database files: a binary search in the index, and data at byte offsets. */
export class WordNet {
  readonly #files = new Map<string, Buffer>()

  /** Returns the meanings of a word or its base form, the most common of each part of speech first. */
  senses(word: string): Sense[] {
    return this.#synsets(word)
  }

  /** Returns synonyms, ordered by meaning, most common first. For adjectives, similar words are included. */
  synonyms(word: string): string[] {
    const excluded = word.toLowerCase()
    const synsets = this.#synsets(word)
    const similar = synsets
      .flatMap((synset) => synset.pointers.filter(({ symbol }) => symbol === '&'))
      .map(({ partOfSpeech, offset }) => this.#read(partOfSpeech, offset))
    const words = [...synsets, ...similar].flatMap((synset) => synset.words)
    return [...new Set(words)].filter((other) => other.toLowerCase() !== excluded)
  }

  /** Returns antonyms of the word or, if it has none, of similar words. */
  antonyms(word: string): string[] {
    const synsets = this.#synsets(word)
    const direct = synsets.flatMap((synset) => this.#opposites(synset, word))
    const near = () =>
      synsets
        .flatMap((synset) => synset.pointers.filter(({ symbol }) => symbol === '&'))
        .flatMap(({ partOfSpeech, offset }) => this.#opposites(this.#read(partOfSpeech, offset)))
    return [...new Set(direct.length > 0 ? direct : near())]
  }

  /** Returns whether a noun, in one of its three most common meanings, is a kind of another: a banana is a fruit. */
  isA(word: string, kind: string): boolean {
    const kinds = new Set(
      this.#synsets(kind)
        .filter((synset) => synset.partOfSpeech === 'noun')
        .slice(0, 3)
        .map(({ offset }) => offset),
    )
    if (kinds.size === 0) return false
    const nouns = this.#synsets(word)
      .filter((synset) => synset.partOfSpeech === 'noun')
      .slice(0, 3)
    return nouns.some((synset) => this.#climb(synset, kinds))
  }

  /** Returns the first meaning whose definition contains the phrase. */
  findByDefinition(phrase: string): Sense | undefined {
    const file = this.#file('data.noun')
    const at = file.indexOf(phrase)
    if (at < 0) return undefined
    return this.#read('noun', file.lastIndexOf(10, at) + 1)
  }

  /** Returns the targets of the antonym pointers of a synset, or of only one of its words. */
  #opposites({ pointers, words }: Synset, word?: string): string[] {
    const position = word === undefined ? 0 : words.findIndex((other) => other.toLowerCase() === word.toLowerCase()) + 1
    return pointers
      .filter(({ symbol, source }) => symbol === '!' && (position === 0 || source === 0 || source === position))
      .flatMap(
        ({ partOfSpeech, offset, target }) => this.#read(partOfSpeech, offset).words[Math.max(target - 1, 0)] ?? [],
      )
  }

  #climb(from: Synset, kinds: ReadonlySet<number>): boolean {
    const seen = new Set<number>()
    const open = [from]
    for (let synset = open.pop(); synset; synset = open.pop()) {
      if (kinds.has(synset.offset)) return true
      for (const { symbol, offset } of synset.pointers) {
        if ((symbol !== '@' && symbol !== '@i') || seen.has(offset)) continue
        seen.add(offset)
        open.push(this.#read('noun', offset))
      }
    }
    return false
  }

  #synsets(word: string): Synset[] {
    const lemma = word.trim().toLowerCase().replace(/\s+/g, '_')
    for (const form of baseForms(lemma)) {
      const found = partsOfSpeech.flatMap((part) => this.#offsets(part, form).map((offset) => this.#read(part, offset)))
      if (found.length > 0) return found
    }
    return []
  }

  /** Returns the offsets of a lemma's synsets, which are the last fields of its index line. */
  #offsets(part: PartOfSpeech, lemma: string): number[] {
    const file = this.#file(`index.${part}`)
    const key = Buffer.from(`${lemma} `)
    let low = 0
    let high = file.length
    while (low < high) {
      const middle = (low + high) >> 1
      const start = file.lastIndexOf(10, middle - 1) + 1
      const lineEnd = file.indexOf(10, middle)
      const end = lineEnd < 0 ? file.length : lineEnd
      const order = Buffer.compare(file.subarray(start, Math.min(start + key.length, end)), key)
      if (order === 0) return parseIndexLine(file.toString('latin1', start, end))
      if (order < 0) low = end + 1
      else high = start
    }
    return []
  }

  #read(part: PartOfSpeech, offset: number): Synset {
    const file = this.#file(`data.${part}`)
    return parseDataLine(file.toString('utf8', offset, file.indexOf(10, offset)), part, offset)
  }

  #file(name: `${'data' | 'index'}.${PartOfSpeech}`): Buffer {
    let file = this.#files.get(name)
    if (!file) {
      file = wordNetData.read(`wordnet/${name}`)
      this.#files.set(name, file)
    }
    return file
  }
}
