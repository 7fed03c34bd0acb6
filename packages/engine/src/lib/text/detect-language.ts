/** Languages in the Latin alphabet, distinguished by their words. Others are detected by their script. */
const latinLanguages = ['en', 'de', 'es', 'fr', 'it', 'pt']

/**
 * Ranks languages by how well they match a text, such as `detectAll` of tinyld. It is a parameter so that only packages
 * that need it include its tables.
 */
export type RankLanguages = (
  text: string,
  options: { readonly only: string[] },
) => readonly { readonly lang: string; readonly accuracy: number }[]

/** Returns the language of a text in another script than the Latin one: `ru`, `uk`, `zh` or `ja`. */
export function languageOfScript(text: string): string | undefined {
  if (/\p{Script=Hiragana}|\p{Script=Katakana}/u.test(text)) return 'ja'
  if (/\p{Script=Han}/u.test(text)) return 'zh'
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const cyrillic = text.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  if (cyrillic * 2 > letters) return /[іїєґ]/i.test(text) ? 'uk' : 'ru'
  return undefined
}

/**
 * Detects the language of a text, by its script first.
 *
 * @returns `en`, `de`, `es`, `fr`, `it`, `pt`, `ru`, `uk`, `zh` or `ja`; `en` when in doubt.
 */
export function detectLanguage(text: string, rankLanguages: RankLanguages): string {
  const other = languageOfScript(text)
  if (other !== undefined) return other
  const [first] = rankLanguages(text, { only: latinLanguages })
  // Short English phrases are easily mistaken for a related language.
  return first && (first.accuracy > 0.5 || /[áéíóúñäöüßàèçãõ¿¡]/i.test(text)) ? first.lang : 'en'
}
