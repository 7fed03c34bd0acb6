/** Part of speech, abbreviated as in WordNet. */
export type PartOfSpeech = 'noun' | 'verb' | 'adj' | 'adv'

/** One meaning of a word. */
export interface Sense {
  readonly partOfSpeech: PartOfSpeech
  /** Words with this meaning, spelled with spaces. */
  readonly words: readonly string[]
  /** Definition without the examples. */
  readonly definition: string
  /** Whether it is a named individual (Paris) rather than a kind of thing. */
  readonly isInstance: boolean
}

/** Relation of a synset, or of one of its words, to another one. */
export interface Pointer {
  /** WordNet relation symbol: `@` is a kind of, `!` is the opposite, `&` is similar. */
  readonly symbol: string
  readonly offset: number
  readonly partOfSpeech: PartOfSpeech
  /** Number of the source word and of the target word; 0 is the whole synset. */
  readonly source: number
  readonly target: number
}

/** A sense with its position in the database and its relations. */
export interface Synset extends Sense {
  readonly pointers: readonly Pointer[]
  readonly offset: number
}

const partByLetter: Readonly<Record<string, PartOfSpeech>> = { n: 'noun', v: 'verb', a: 'adj', s: 'adj', r: 'adv' }

/** Parses an index line: `lemma pos synset_cnt p_cnt [ptr…] sense_cnt tagsense_cnt offset…` (wndb(5WN)). */
export function parseIndexLine(line: string): number[] {
  const fields = line.trim().split(' ')
  const count = Number(fields[2])
  return fields.slice(-count).map(Number)
}

/** Parses a data line: `offset lex_filenum ss_type w_cnt word lex_id… p_cnt ptr… | gloss` (wndb(5WN)). */
export function parseDataLine(line: string, partOfSpeech: PartOfSpeech, offset: number): Synset {
  const [head = '', gloss = ''] = line.split(' | ')
  const fields = head.split(' ')
  const wordCount = Number.parseInt(fields[3] ?? '0', 16)
  const words = Array.from({ length: wordCount }, (_, index) =>
    (fields[4 + 2 * index] ?? '').replaceAll('_', ' ').replace(/\((?:a|p|ip)\)$/, ''),
  )
  const first = 5 + 2 * wordCount
  const pointers = Array.from({ length: Number(fields[first - 1]) }, (_, index) => {
    const [symbol = '', at = '0', part = 'n', link = '0000'] = fields.slice(first + 4 * index, first + 4 * index + 4)
    return {
      symbol,
      offset: Number(at),
      partOfSpeech: partByLetter[part] ?? 'noun',
      source: Number.parseInt(link.slice(0, 2), 16),
      target: Number.parseInt(link.slice(2), 16),
    }
  })
  return {
    partOfSpeech,
    words,
    definition: (gloss.split(/; "/)[0] ?? '').trim(),
    isInstance: pointers.some(({ symbol }) => symbol === '@i'),
    pointers,
    offset,
  }
}
