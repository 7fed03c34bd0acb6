import { speechModel } from '../../transcription/speech-model.ts'

/** Vowels in ARPABET, lower case. */
const vowels = new Set('aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw'.split(' '))

/** Consonant clusters that can begin an English syllable; so can any single consonant except `ng`. */
const onsets = new Set(
  'p r|p l|b r|b l|t r|d r|k r|k l|g r|g l|f r|f l|th r|sh r|s p|s t|s k|s m|s n|s l|s w|t w|k w|d w|hh w|p y|b y|f y|k y|m y|hh y|v y|s p r|s p l|s t r|s k r|s k w'.split(
    '|',
  ),
)

/** Letter-to-sound rules for words missing from the dictionary; the longest match applies. */
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

/** Pronounces English words: with the CMU dictionary, or by spelling rules for words it lacks. */
export class Pronunciation {
  readonly #dictionary: string
  readonly #cache = new Map<string, readonly string[]>()

  constructor() {
    this.#dictionary = speechModel.read('speech-model/cmudict-en-us.dict').toString('utf8')
  }

  /** Returns the phones of a word in ARPABET, lower case. */
  phonesOf(word: string): readonly string[] {
    const written = word.toLowerCase()
    const phones = this.#cache.get(written) ?? this.#lookUp(written) ?? spellOut(written)
    this.#cache.set(written, phones)
    return phones
  }

  /** Returns the phones of each syllable; a word without a vowel is one syllable. */
  syllablesOf(word: string): string[][] {
    return splitSyllables(this.phonesOf(word))
  }

  #lookUp(word: string): readonly string[] | undefined {
    const start = this.#dictionary.indexOf(`\n${word} `)
    if (start < 0) return undefined
    const line = this.#dictionary.slice(start + word.length + 2, this.#dictionary.indexOf('\n', start + 1))
    return line.trim().toLowerCase().split(' ')
  }
}

function spellOut(word: string): readonly string[] {
  // Drop a silent final e and collapse doubled letters.
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

/** Splits phones before the longest cluster that can begin a syllable. */
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
