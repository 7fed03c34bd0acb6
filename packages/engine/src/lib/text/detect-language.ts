/** Languages that are told apart by their words; others have letters of their own. */
const latinLanguages = ['en', 'de', 'es', 'fr', 'it', 'pt']

/**
 * Ranks languages by how well a text fits them; `detectAll` of the library tinyld is one. It is a parameter so that only
 * packages that need it carry its tables.
 */
export type RankLanguages = (
  text: string,
  options: { readonly only: string[] },
) => readonly { readonly lang: string; readonly accuracy: number }[]

/**
 * Detects which of the widely spoken languages a text is in, by its letters first.
 *
 * @returns `en`, `de`, `es`, `fr`, `it`, `pt`, `ru`, `uk`, `zh` or `ja`; `en` when in doubt.
 */
export function detectLanguage(text: string, rankLanguages: RankLanguages): string {
  if (/\p{Script=Hiragana}|\p{Script=Katakana}/u.test(text)) return 'ja'
  if (/\p{Script=Han}/u.test(text)) return 'zh'
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  if (cyrillic * 2 > letters) return /[іїєґ]/i.test(text) ? 'uk' : 'ru'
  const [first] = rankLanguages(text, { only: latinLanguages })
  // A short English phrase is easily taken for a neighbour of English.
  return first && (first.accuracy > 0.5 || /[áéíóúñäöüßàèçãõ¿¡]/i.test(text)) ? first.lang : 'en'
}
