import { joinNames, nameJoint } from './join-names.ts'
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

/** Text in quotes; an apostrophe may be part of it. Single quotes stand at the ends of words. */
const quoted = /["“”«]([^"“”»]{1,80})["“”»]|(?<=^|\s)['‘](?!n['’])([^'’‘]{1,80})['’](?=[\s.,;:!?]|$)/
const allQuoted = /["“”«][^"“”«»]*["“”»]|(?<=^|\s)['‘](?!n['’])[^'’‘]{1,80}['’](?=[\s.,;:!?]|$)/g

/** Things that are there for their text: with nothing else to draw, the text is the picture. */
const surfaces =
  /(?:^|\s)(?:signs?|banner|card|label|billboard|board|letters?|headline|plaque|note|вывеск\S*|табличк\S*|баннер\S*|открытк\S*)$/

/** A word beyond any name, which is cut: each is looked up many times. */
const longWord = /([\p{L}'’-]{40})[\p{L}'’-]+/gu

/** A style; before a thing, its two colors. */
const blackAndWhite =
  /\bblack[- ]and[- ]white\b(?=\s*(?:$|[^\w\s]|photo|picture|image|drawing|landscape|portrait|style|illustration|sketch|art\b|line|film|of\b))/g

/**
 * Parses a prompt in English or Russian: phrases between prepositions, conjunctions and verbs, each of them a thing with
 * its qualifiers, a part of the stage, or unknown.
 */
export function readPrompt(prompt: string): PromptPlan {
  const [, text = undefined] = (quoted.exec(prompt) ?? []).filter(Boolean)
  const unquoted = joinNames(prompt.replace(allQuoted, ' ')).toLowerCase().replace(longWord, '$1')
  const isTranslated = isRussian(unquoted)
  const plain = isTranslated ? translateRussian(unquoted) : unquoted
  const layout = layoutWords.find(([pattern]) => pattern.test(plain))?.[1] ?? 'scene'
  const rest = layoutWords.reduce((left, [pattern]) => left.replace(pattern, ' '), plain)
  const { phrases, verbs } = splitPhrases(rest.replace(blackAndWhite, 'monochrome'))
  const reading = new PromptReader(!isTranslated)
  const { stage } = reading
  for (const phrase of phrases) reading.read(phrase)
  reading.finish()
  const isText =
    layout === 'scene' &&
    text &&
    reading.subjects.length === 0 &&
    !stage.setting &&
    reading.unknownThings.every((thing) => surfaces.test(thing))
  return {
    language: isTranslated ? 'ru' : 'en',
    layout: isText ? 'typography' : layout,
    subjects: reading.subjects,
    setting: stage.setting,
    timeOfDay: stage.timeOfDay ?? (reading.subjects.some(({ drawing }) => /moon/.test(drawing)) ? 'night' : 'day'),
    weather: stage.weather ?? 'clear',
    season: stage.season,
    style: stage.style,
    filter: stage.filter,
    text,
    colors: stage.colors,
    opening: reading.opening ?? 'other',
    isPhoto: photoWords.test(rest),
    unknownThings: listOnce(reading.unknownThings),
    notUnderstood: listOnce([...(layout === 'scene' ? stage.looseColors : []), ...reading.notDrawn, ...verbs]),
  }
}

function listOnce(words: readonly string[]): string[] {
  return [...new Set(words.map((one) => one.replaceAll(nameJoint, ' ')))].filter(Boolean)
}
