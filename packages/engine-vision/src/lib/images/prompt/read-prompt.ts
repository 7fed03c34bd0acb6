import type { Layout, PromptPlan } from './prompt-plan.ts'
import { PromptReader } from './prompt-reader.ts'
import { isRussian, translateRussian } from './russian/translate-russian.ts'
import { splitPhrases } from './split-phrases.ts'
import { photoWords } from './vocabulary.ts'

const layoutWords: readonly (readonly [RegExp, Layout])[] = [
  [/\b(bar|pie|line) (chart|graph)\b|\bchart\b/, 'chart'],
  [/\b(seamless|repeating)? ?pattern\b|\bwallpaper\b/, 'pattern'],
  [/\blogo\b|\bicon\b|\bemblem\b/, 'logo'],
  [/\btypograph\w*|\blettering\b|\b(greeting|birthday|title) card\b/, 'typography'],
  [/\b(abstract )?gradient\b/, 'gradient'],
]

/** Text in quotes; an apostrophe may be part of it. */
const quoted = /["“”«]([^"“”»]{1,80})["“”»]/
const allQuoted = /["“”«][^"“”«»]*["“”»]/g

/** A word beyond any name, which is cut: each is looked up many times. */
const longWord = /([\p{L}'’-]{40})[\p{L}'’-]+/gu

/** A style; before a thing, its two colors. */
const blackAndWhite =
  /\bblack[- ]and[- ]white\b(?=\s*(?:$|[^\w\s]|photo|picture|image|drawing|style|illustration|sketch|art\b|line|film|of\b))/g

/**
 * Parses a prompt in English or Russian: phrases between prepositions, conjunctions and verbs, each of them a thing with
 * its qualifiers, a part of the stage, or unknown.
 */
export function readPrompt(prompt: string): PromptPlan {
  const text = quoted.exec(prompt)?.[1]
  const unquoted = prompt.replace(allQuoted, ' ').toLowerCase().replace(longWord, '$1')
  const isTranslated = isRussian(unquoted)
  const plain = isTranslated ? translateRussian(unquoted) : unquoted
  const layout = layoutWords.find(([pattern]) => pattern.test(plain))?.[1] ?? 'scene'
  const rest = layoutWords.reduce((left, [pattern]) => left.replace(pattern, ' '), plain)
  const { phrases, verbs } = splitPhrases(rest.replace(blackAndWhite, 'monochrome'))
  const reading = new PromptReader()
  for (const phrase of phrases) reading.read(phrase)
  reading.finish()
  const isText = layout === 'scene' && text && reading.subjects.length === 0 && !reading.setting
  return {
    language: isTranslated ? 'ru' : 'en',
    layout: isText ? 'typography' : layout,
    subjects: reading.subjects,
    setting: reading.setting,
    timeOfDay: reading.timeOfDay ?? (reading.subjects.some(({ drawing }) => /moon/.test(drawing)) ? 'night' : 'day'),
    weather: reading.weather ?? 'clear',
    season: reading.season,
    style: reading.style,
    filter: reading.filter,
    text,
    colors: reading.colors,
    opening: reading.opening ?? 'other',
    isPhoto: photoWords.test(rest),
    unknownThings: [...new Set(reading.unknownThings)],
    notUnderstood: [
      ...new Set([...(layout === 'scene' ? reading.looseColors : []), ...reading.notDrawn, ...verbs]),
    ].filter(Boolean),
  }
}
