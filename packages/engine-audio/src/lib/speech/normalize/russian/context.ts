import type { Case, Gender } from './declension.ts'

/** Text around a number: at most the characters that a rule looks at. */
export interface Around {
  readonly before: string
  readonly after: string
}

const prepositions: readonly (readonly [RegExp, Case])[] = [
  [
    /^(?:от|до|из|без|для|около|после|у|среди|свыше|более|менее|больше|меньше|старше|младше|выше|ниже|кроме|против|порядка|помимо|вокруг|из-за|размере|возрасте|количестве|течение|объёме|сумме|ок\.)$/,
    'gen',
  ],
  [/^(?:к|ко|благодаря|согласно|вопреки|навстречу)$/, 'dat'],
  [/^(?:между|над|перед)$/, 'ins'],
  [/^(?:о|об|обо|при)$/, 'pre'],
  [/^(?:в|во|на|за|через|про|спустя|под|по)$/, 'acc'],
]

const adverbs = /(?<!\p{L})(?:почти|примерно|приблизительно|всего|целых|лишь|только|ровно|уже|эти|те|чем)\s+$/iu

/** Returns the word before a number, without an adverb in between, in lower case. */
export function wordBefore(before: string): string {
  const [word = ''] = /[\p{L}-]+\.?(?=\s+$)/u.exec(before.replace(adverbs, '')) ?? []
  return word.toLowerCase()
}

/** Returns the case of a number from the preposition before it and the ending of the word after it. */
export function caseAround({ before, after }: Around): Case {
  const word = wordBefore(before)
  const byNoun = caseOfNoun(after)
  if (word === 'с' || word === 'со') return byNoun === 'ins' ? 'ins' : 'gen'
  const byWord = prepositions.find(([words]) => words.test(word))?.[1]
  if (byWord === 'acc') return byNoun ?? 'acc'
  if (byWord) return byWord
  if (/(?:ых|их)$/.test(word) && word.length > 3) return 'gen'
  return byNoun ?? 'nom'
}

/** Returns the case that the ending of the next word shows, if it shows one. */
function caseOfNoun(after: string): Case | undefined {
  const [, word = ''] = /^[ \u00a0]?(\p{Ll}{4,})/u.exec(after) ?? []
  if (/(?:ами|ями|ыми|ими|дьми|тьми)$/.test(word)) return 'ins'
  if (/(?:ам|ям|ым|им)$/.test(word)) return 'dat'
  if (/(?:ах|ях)$/.test(word)) return 'pre'
  return undefined
}

/** Returns the gender of the thing that is counted, as far as its ending shows it after this number. */
export function genderOfCounted(after: string, digits: string): 'm' | 'f' | 'n' {
  const [, word = ''] = /^[ \u00a0]?(\p{Ll}{2,})/u.exec(after) ?? []
  if (/1$/.test(digits)) return genderOfSingular(word)
  // "две книги", "две большие книги"; "два стола", "два больших стола".
  return /(?:[ыи]|ые|ие)$/.test(word) && !/^(?:или|и|мы|вы|ты|бы|они|при)$/.test(word) ? 'f' : 'm'
}

function genderOfSingular(word: string): 'm' | 'f' | 'n' {
  if (/(?:ое|ее|о|ие|ье)$/.test(word) && !/^(?:до|по|о|то|это|но|что|его)$/.test(word)) return 'n'
  if (/(?:ая|яя|[ауюя]|ую|юю|ость|очь|ть)$/.test(word) && !/^(?:на|за|а|у|да|раза|года|была|для|путь)$/.test(word))
    return 'f'
  return 'm'
}

/** Returns the gender and number of what an ordinal number stands before. */
export function genderOfOrdinal(after: string): Gender {
  const [, word = ''] = /^[ \u00a0]?(\p{Ll}{2,})/u.exec(after) ?? []
  return /[ыи]$/.test(word) ? 'pl' : 'n'
}
