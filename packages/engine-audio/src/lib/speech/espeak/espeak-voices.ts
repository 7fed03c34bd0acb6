import { execFileSync } from 'node:child_process'
import type { Voice } from '@mira/engine'
import { baseLanguage } from '@mira/engine/internal'

/** A voice of eSpeak NG with its file name. */
export interface EspeakVoice extends Voice {
  /** Voice file, such as `gmw/de`: the only name that is unique per voice. */
  readonly file: string
}

/** Timeout for listing voices, which takes about 20 ms. */
const listTimeoutMs = 5_000

/** Returns the installed voices, one per language; empty if eSpeak NG is not installed. */
export function listEspeakVoices(command: string): EspeakVoice[] {
  try {
    const list = execFileSync(command, ['--voices'], { encoding: 'utf8', timeout: listTimeoutMs, stdio: 'pipe' })
    return parseEspeakVoices(list)
  } catch {
    return []
  }
}

/** Parses the table printed by `espeak-ng --voices`: priority, language, age and gender, name, file. */
export function parseEspeakVoices(table: string): EspeakVoice[] {
  return table.split('\n').slice(1).flatMap(toVoice)
}

function toVoice(row: string): EspeakVoice[] {
  const [, language, , name, file] = row.trim().split(/\s+/)
  if (language === undefined || name === undefined || file === undefined) return []
  const code = file.slice(file.lastIndexOf('/') + 1)
  const languages = [...new Set([code, language].map(toLanguageTag))].filter((tag) => tag !== undefined)
  if (languages.length === 0) return []
  const title = name.replaceAll('_', ' ').trim()
  const description = `${title} by eSpeak NG: formant synthesis, clear but plainly a machine`
  return [{ id: `espeak-${code.toLowerCase()}`, name: title, languages, gender: 'male', description, file }]
}

/** Norwegian is a macrolanguage of which eSpeak NG supports one member. */
const macroLanguages: Readonly<Record<string, string>> = { no: 'nb' }

/** Returns the canonical BCP 47 tag (`cmn` becomes `zh`), or undefined if the tag is invalid. */
function toLanguageTag(language: string): string | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales(language)
    return macroLanguages[tag!] ?? tag
  } catch {
    return undefined
  }
}

/** Returns the voice for a language: an exact tag match, otherwise a match without the region. */
export function findEspeakVoice(voices: readonly EspeakVoice[], language: string): EspeakVoice | undefined {
  const tag = toLanguageTag(language)
  if (tag === undefined) return undefined
  const base = baseLanguage(tag)
  return (
    voices.find(({ languages }) => languages.includes(tag)) ??
    voices.find(({ languages }) => languages.includes(base)) ??
    voices.find(({ languages }) => languages.some((supported) => baseLanguage(supported) === base))
  )
}

/** Whether a voice speaks a language, in any region. */
export function speaksLanguage({ languages }: Voice, language: string): boolean {
  const tag = toLanguageTag(language)
  return tag !== undefined && languages.some((supported) => baseLanguage(supported) === baseLanguage(tag))
}
