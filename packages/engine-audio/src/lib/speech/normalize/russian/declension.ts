/** Grammatical cases, in the order of {@link cases}. */
export type Case = 'nom' | 'gen' | 'dat' | 'acc' | 'ins' | 'pre'

/** Gender, or `pl` for the plural of all genders. */
export type Gender = 'm' | 'f' | 'n' | 'pl'

/** The cases in the order of all tables of forms. */
export const cases: readonly Case[] = ['nom', 'gen', 'dat', 'acc', 'ins', 'pre']

/** Noun with its forms: six cases of the singular, and six of the plural. */
export interface Noun {
  readonly gender: 'm' | 'f' | 'n'
  readonly singular: readonly string[]
  readonly plural: readonly string[]
  /** Form after two, three and four, if it is not the genitive of the singular: `квадратных метра`. */
  readonly few?: string
}

/** Returns a form of a noun. */
export function formOf(noun: Noun, number: 'singular' | 'plural', of: Case): string {
  return noun[number][cases.indexOf(of)] ?? ''
}

const endingsOf = (stem: string, endings: string): string[] =>
  endings.split(' ').map((end) => (end.startsWith('=') ? end.slice(1) : `${stem}${end === '-' ? '' : end}`))

/**
 * Declines a masculine noun with a hard ending, such as `метр`.
 *
 * @param genitivePlural - Defaults to the ending -ов.
 */
export function masculine(stem: string, genitivePlural = `${stem}ов`): Noun {
  return {
    gender: 'm',
    singular: endingsOf(stem, '- а у - ом е'),
    plural: endingsOf(stem, `ы =${genitivePlural} ам ы ами ах`),
  }
}

/** Declines a masculine noun with a soft ending, given without it, such as `рубл`. */
export function softMasculine(stem: string, instrumental: 'ём' | 'ем' = 'ём'): Noun {
  return {
    gender: 'm',
    singular: endingsOf(stem, `ь я ю ь ${instrumental} е`),
    plural: endingsOf(stem, 'и ей ям и ями ях'),
  }
}

/**
 * Declines a feminine noun in -а, given without it, such as `минут`.
 *
 * @param genitivePlural - Defaults to the stem.
 */
export function feminine(stem: string, genitivePlural = stem): Noun {
  const soft = /[кгх]$/.test(stem) ? 'и' : 'ы'
  return {
    gender: 'f',
    singular: endingsOf(stem, `а ${soft} е у ой е`),
    plural: endingsOf(stem, `${soft} =${genitivePlural} ам ${soft} ами ах`),
  }
}

/** A noun that does not change, such as `евро`. */
export function indeclinable(word: string, gender: Noun['gender'] = 'm'): Noun {
  const forms = cases.map(() => word)
  return { gender, singular: forms, plural: forms }
}

/** Adds an adjective before a noun and words that do not change after it: `квадратный метр`, `градус Цельсия`. */
export function phrase(noun: Noun, { adjective = '', after = '' }: { adjective?: string; after?: string }): Noun {
  const join = (forms: readonly string[], gender: Gender) =>
    forms.map((form, at) =>
      [adjective && declineAdjective(adjective, gender, cases[at] ?? 'nom'), form, after].filter(Boolean).join(' '),
    )
  const few = [adjective && declineAdjective(adjective, 'pl', 'gen'), formOf(noun, 'singular', 'gen'), after]
  return {
    gender: noun.gender,
    singular: join(noun.singular, noun.gender),
    plural: join(noun.plural, 'pl'),
    few: few.filter(Boolean).join(' '),
  }
}

const adjectiveEndings: Readonly<Record<Gender, string>> = {
  m: '* ого ому * ым ом',
  f: 'ая ой ой ую ой ой',
  n: 'ое ого ому ое ым ом',
  pl: 'ые ых ым ые ыми ых',
}

const thirdForms: Readonly<Record<Gender, string>> = {
  m: 'ий ьего ьему ий ьим ьем',
  f: 'ья ьей ьей ью ьей ьей',
  n: 'ье ьего ьему ье ьим ьем',
  pl: 'ьи ьих ьим ьи ьими ьих',
}

/** Declines an adjective given in the nominative of the masculine, in -ый, -ой or, as `третий`, -ий. */
export function declineAdjective(nominative: string, gender: Gender, of: Case): string {
  const isThird = nominative.endsWith('ий')
  const ending = (isThird ? thirdForms : adjectiveEndings)[gender].split(' ')[cases.indexOf(of)] ?? ''
  return ending === '*' ? nominative : nominative.slice(0, -2) + ending
}
