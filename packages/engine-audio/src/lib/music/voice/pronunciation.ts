import { speechModel } from '../../transcription/speech-model.ts'

/** Vowels of ARPABET, lower case. */
const vowels = new Set('aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw'.split(' '))

/** Clusters that begin an English syllable; single consonants do too, `ng` alone does not. */
const onsets = new Set(
  'p r|p l|b r|b l|t r|d r|k r|k l|g r|g l|f r|f l|th r|sh r|s p|s t|s k|s m|s n|s l|s w|t w|k w|d w|hh w|p y|b y|f y|k y|m y|hh y|v y|s p r|s p l|s t r|s k r|s k w'.split(
    '|',
  ),
)

/** Spellings and their sounds for words no dictionary has; the longest that fits is taken. */
const spellings: Readonly<Record<string, string>> = {
  tion: 'sh ah n',
  sion: 'zh ah n',
  ough: 'ow',
  augh: 'ao',
  eigh: 'ey',
  igh: 'ay',
  tch: 'ch',
  dge: 'jh',
  sch: 's k',
  ch: 'ch',
  sh: 'sh',
  th: 'th',
  ph: 'f',
  wh: 'w',
  ck: 'k',
  ng: 'ng',
  qu: 'k w',
  kn: 'n',
  wr: 'r',
  gh: 'g',
  ai: 'ey',
  ay: 'ey',
  ea: 'iy',
  ee: 'iy',
  ei: 'iy',
  ey: 'iy',
  ie: 'iy',
  oa: 'ow',
  oo: 'uw',
  ou: 'aw',
  ow: 'ow',
  oi: 'oy',
  oy: 'oy',
  au: 'ao',
  aw: 'ao',
  ar: 'aa r',
  er: 'er',
  ir: 'er',
  ur: 'er',
  or: 'ao r',
  a: 'ae',
  b: 'b',
  c: 'k',
  d: 'd',
  e: 'eh',
  f: 'f',
  g: 'g',
  h: 'hh',
  i: 'ih',
  j: 'jh',
  k: 'k',
  l: 'l',
  m: 'm',
  n: 'n',
  o: 'aa',
  p: 'p',
  q: 'k',
  r: 'r',
  s: 's',
  t: 't',
  u: 'ah',
  v: 'v',
  w: 'w',
  x: 'k s',
  y: 'iy',
  z: 'z',
}

/** Says how English words sound: by the CMU dictionary, and by their spelling where it does not have them. */
export class Pronunciation {
  readonly #dictionary: string
  readonly #known = new Map<string, readonly string[]>()

  constructor() {
    this.#dictionary = speechModel.read('speech-model/cmudict-en-us.dict').toString('utf8')
  }

  /** Whether the dictionary has a word. */
  has(word: string): boolean {
    return this.#dictionary.includes(`\n${word.toLowerCase()} `)
  }

  /** ARPABET phones, lower case. */
  phonesOf(word: string): readonly string[] {
    const written = word.toLowerCase()
    const known = this.#known.get(written) ?? this.#lookUp(written) ?? spellOut(written)
    this.#known.set(written, known)
    return known
  }

  /** Phones of each syllable of a word; a word without a vowel is one syllable. */
  syllablesOf(word: string): string[][] {
    return splitSyllables(this.phonesOf(word))
  }

  /** What two words share when they rhyme: everything from the last stressed vowel, a weak ending's from the one before. */
  rhymeOf(word: string): string {
    const phones = this.phonesOf(word)
    const last = phones.findLastIndex((phone) => vowels.has(phone))
    // The dictionary marks no stress: these vowels rarely have it at the end of a longer word.
    const isWeak = ['ah', 'er', 'ih', 'iy', 'ow'].includes(phones[last] ?? '')
    const before = phones.slice(0, Math.max(0, last)).findLastIndex((phone) => vowels.has(phone))
    return phones.slice(isWeak && before >= 0 ? before : last).join(' ')
  }

  #lookUp(word: string): readonly string[] | undefined {
    const start = this.#dictionary.indexOf(`\n${word} `)
    if (start < 0) return undefined
    const line = this.#dictionary.slice(start + word.length + 2, this.#dictionary.indexOf('\n', start + 1))
    return line.trim().toLowerCase().split(' ')
  }
}

function spellOut(word: string): readonly string[] {
  // A silent e at the end; doubled letters are one sound.
  const letters = word
    .replace(/[^a-z]/g, '')
    .replace(/([^aeiou])e$/, '$1')
    .replace(/([b-df-hj-np-tv-z])\1/g, '$1')
  const phones: string[] = []
  for (let index = 0; index < letters.length; ) {
    const length = [4, 3, 2, 1].find((size) => letters.slice(index, index + size) in spellings) ?? 1
    phones.push(...(spellings[letters.slice(index, index + length)] ?? '').split(' ').filter(Boolean))
    index += length
  }
  return phones.some((phone) => vowels.has(phone)) ? phones : [...phones, 'ah']
}

/** Cuts phones before the longest cluster that can begin a syllable. */
export function splitSyllables(phones: readonly string[]): string[][] {
  const nuclei = phones.flatMap((phone, index) => (vowels.has(phone) ? [index] : []))
  const starts = nuclei.map((nucleus, order) => {
    const previous = nuclei[order - 1]
    if (previous === undefined) return 0
    let start = nucleus
    while (start - 1 > previous && canBegin(phones.slice(start - 1, nucleus))) start--
    return start
  })
  if (starts.length === 0) return [[...phones]]
  return starts.map((start, order) => phones.slice(start, starts[order + 1]))
}

function canBegin(cluster: readonly string[]): boolean {
  return cluster.length === 1 ? cluster[0] !== 'ng' : onsets.has(cluster.join(' '))
}
