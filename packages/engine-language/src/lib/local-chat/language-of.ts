import { detectLanguage, languageOfScript } from '@mira/engine/internal'

/** Length of text that decides, in characters. */
const maxRead = 2_000

/** Common English words that are not words of the other languages in the Latin alphabet. */
const englishWords: ReadonlySet<string> = new Set(
  `the what is are how of and you your with for that this have has which when where who why please would should could from
  it its my we our they their she his her not does did can to at by be been were there than then into about these those if
  but write tell give show make find hello thanks thank between many much most what's it's i'm i'd i'll i've don't can't
  didn't doesn't`.split(/\s+/),
)

/** Returns the language of the beginning of a text: a code such as `en`. Defaults to `en`. */
export async function languageOf(text: string): Promise<string> {
  const read = text.slice(0, maxRead)
  const known = languageOfScript(read) ?? (isPlainEnglish(read) ? 'en' : undefined)
  if (known) return known
  // Its tables take 90 MB and half a second of processor time: most processes never need them.
  const { detectAll } = await import('tinyld')
  return detectLanguage(read, detectAll)
}

/** Whether at least a quarter of the words are English ones, and no letter is foreign to English. */
function isPlainEnglish(text: string): boolean {
  const lower = text.toLowerCase().replaceAll('’', "'")
  if (/[^\p{ASCII}]/u.test(lower.replace(/\P{L}/gu, ''))) return false
  const words = lower.match(/[a-z][a-z']*/g) ?? []
  const english = words.filter((word) => englishWords.has(word)).length
  return english > 0 && english * 4 >= words.length
}
