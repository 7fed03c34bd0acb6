import { baseLanguage } from '@mira/engine/internal'

/** Languages that names of models contain, as ISO 639 codes. */
const codes =
  'af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja jv ka kk km kn ko ky lb lo lt lv mk ml mn mr ms mt my ne nl no pa pl ps pt ro ru sd si sk sl sq sr sv sw ta te tg th tl tr uk ur uz vi yue zh'.split(
    ' ',
  )
/** Codes of eSpeak NG that differ from BCP 47. */
const espeakCodes: Readonly<Record<string, string>> = { cmn: 'zh', 'en-us': 'en-US', nb: 'no' }

/** BCP 47 tag of an undetermined language. */
export const undetermined = 'und'

const names = /* @__PURE__ */ new Intl.DisplayNames('en', { type: 'language' })

/** Finds languages in the name of a model, as in `sherpa-onnx-zipformer-zh-en-2023-11-22`. Empty if it has none. */
export function languagesOfName(name: string): readonly string[] {
  const parts = name.toLowerCase().split(/[^a-z0-9]+/)
  return codes.filter((code) => parts.includes(code))
}

/**
 * Reads the language of metadata: a voice of eSpeak NG, such as `en-us`, or else names in English, such as `Chinese`.
 *
 * @returns BCP 47 tags; `und` if there is no known language.
 */
export function languagesOfMetadata(metadata: ReadonlyMap<string, string>): readonly string[] {
  const voice = metadata.get('voice')?.toLowerCase() ?? ''
  if (/^[a-z]{2,3}(?:-[a-z0-9]+)*$/.test(voice)) return [espeakCodes[voice] ?? canonical(voice)]
  const words = (metadata.get('language') ?? '').toLowerCase().split(/[^a-z]+/)
  const found = codes.filter((code) => words.includes(code) || words.includes((names.of(code) ?? '').toLowerCase()))
  return found.length === 0 ? [undetermined] : found
}

/** Returns whether a language is one of a list, whatever the region. An undetermined language may be any. */
export function isListed(language: string, languages: readonly string[]): boolean {
  return languages.some((tag) => tag === undetermined || baseLanguage(tag) === baseLanguage(language))
}

function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag
  } catch {
    return baseLanguage(tag)
  }
}
