import { execFileSync } from 'node:child_process'
import type { Voice } from '@mira/engine'

/** A voice of eSpeak NG and what its program calls it. */
export interface EspeakVoice extends Voice {
  /** File of the voice, such as `gmw/de`: the one name that no two voices share. */
  readonly file: string
}

/** Time a program has to list its voices; it takes some 20 ms. */
const listTimeoutMs = 5_000

/** The voices of the program, one a language; none when it is not installed. */
export function listEspeakVoices(command: string): EspeakVoice[] {
  try {
    const list = execFileSync(command, ['--voices'], { encoding: 'utf8', timeout: listTimeoutMs, stdio: 'pipe' })
    return parseEspeakVoices(list)
  } catch {
    return []
  }
}

/** Reads the table that `espeak-ng --voices` prints: priority, language, age and gender, name, file. */
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

/** Norwegian is a pair of languages, of which the program has one. */
const macroLanguages: Readonly<Record<string, string>> = { no: 'nb' }

/** The tag as BCP 47 writes it (`cmn` becomes `zh`); undefined for what is none. */
function toLanguageTag(language: string): string | undefined {
  try {
    const [tag] = Intl.getCanonicalLocales(language)
    return macroLanguages[tag!] ?? tag
  } catch {
    return undefined
  }
}

/** The voice for a language: of its very tag, else of the language without its region. */
export function findEspeakVoice(voices: readonly EspeakVoice[], language: string): EspeakVoice | undefined {
  const tag = toLanguageTag(language)
  if (tag === undefined) return undefined
  const base = baseLanguage(tag)
  return (
    voices.find(({ languages }) => languages.includes(tag)) ??
    voices.find(({ languages }) => languages.includes(base)) ??
    voices.find(({ languages }) => languages.some((known) => baseLanguage(known) === base))
  )
}

/** Whether a voice speaks a language, of whatever region. */
export function speaksLanguage({ languages }: Voice, language: string): boolean {
  const tag = toLanguageTag(language)
  return tag !== undefined && languages.some((known) => baseLanguage(known) === baseLanguage(tag))
}

function baseLanguage(tag: string): string {
  return tag.split('-')[0]!
}
