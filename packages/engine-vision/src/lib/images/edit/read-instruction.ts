import { EngineInputError } from '@mira/engine'
import { readPrompt } from '../prompt/read-prompt.ts'
import { isRussian } from '../prompt/russian/translate-russian.ts'
import { settingWords, wearables } from '../prompt/vocabulary.ts'
import { colorWords } from '../scene/color.ts'
import { cropParts, type EditOperation } from './operation.ts'

/** Supported edits, listed in the error for an unsupported edit. */
export const knownEdits =
  'background removal or replacement, combining images (put the first into the second, side by side, collage), recoloring ("make the car red"), ' +
  'adding drawings ("add a hat") or text in quotes, crop, rotate, flip, resize, border, and restyling: black and white, sepia, poster, cartoon, line art, ' +
  'sketch, halftone, pixel art, watercolor, oil, blur, sharpen, brighter, darker, warmer, cooler, contrast, vivid, muted, invert, vignette, night, winter'

const colors = Object.keys(colorWords).join('|')

const filterPatterns: readonly (readonly [RegExp, string])[] = [
  [
    /^(grayscale|b&w|monochrome|gr[ae]y ?scale|desaturated?|black-and-white|colorless|grayscale negative)$/,
    'grayscale',
  ],
  [/^((vintage )?sepia|vintage|old|retro)$/, 'sepia'],
  [/^(poster|pop art|posterized?)$/, 'poster'],
  [/^(cartoon(ish)?|comic( book)?|anime)$/, 'cartoon'],
  [/^(line[- ]?art|line drawing|outlines?|colou?ring page)$/, 'line-art'],
  [/^(pencil|sketch|pencil sketch|sketched)$/, 'sketch'],
  [/^(half-?tone|newspaper)$/, 'halftone'],
  [/^(pixel(ated|ate)?|pixel[- ]?art|8-bit)$/, 'pixel-art'],
  [/^watercolou?rs?$/, 'watercolor'],
  [/^(oil|oils|painting|painted)$/, 'oil'],
  [/^(blur|blurry|blurred|out of focus|defocus(ed)?)$/, 'blur'],
  [/^(sharp|sharpen|sharper|crisp|crisper)$/, 'sharpen'],
  [/^(bright|brighten|brighter|lighten|lighter|brightness)$/, 'brighter'],
  [/^(dark|darken|darker)$/, 'darker'],
  [/^(warm|warmer)$/, 'warmer'],
  [/^(cool|cooler|cold|colder)$/, 'cooler'],
  [/^(invert|inverted|negative)$/, 'invert'],
  [/^(contrast|contrasty)$/, 'contrast'],
  [/^(vivid|vibrant|saturated?|saturation|colou?rful)$/, 'vivid'],
  [/^(muted|fade|faded|pastel)$/, 'muted'],
  [/^vignette$/, 'vignette'],
  [/^(night|night ?time|midnight|moonlit|moonlight)$/, 'night'],
  [/^(winter|wintry|snowy|frozen)$/, 'winter'],
]

/** Words of an instruction for the whole image that say nothing about the filter. */
const filterFillers =
  /\b(please|can you|could you|make|turn|convert|transform|change|apply|give|add|restyle|render|redraw|filter|increase|raise|boost|enhance|set|the|this|that|my|it|its|a|an|of|whole|entire|image|photo|photograph|picture|scene|into|to|as|in|like|look|looks|looking|if|were|was|style|styled|effect|version|mode|tone|tones|colou?rs?|more|bit|little|slightly|somewhat|much|very|feel|vibe|drawing|illustration|everything|up|by|with|painting|at|atmosphere|hand-drawn|artwork)\b/g

/** Maximum number of steps: each can take a second, and a long prompt has room for hundreds. */
const maxSteps = 20

/**
 * Parses an instruction into steps, one per clause.
 *
 * @throws {EngineInputError} when a clause is not a supported edit, or `too_long` for more than 20 steps.
 */
export function readInstruction(instruction: string, references: number): EditOperation[] {
  if (isRussian(instruction)) throw unsupportedInRussian(instruction)
  const texts: string[] = []
  const plain = instruction
    .replace(/["“”«]([^"“”»]{1,120})["“”»]/g, (_, text: string) => ` text${texts.push(text) - 1} `)
    .toLowerCase()
    .replace(/black and white/g, 'grayscale')
  const clauses = splitClauses(plain)
  if (clauses.length > maxSteps) {
    const message = `prompt must ask for at most ${maxSteps} edits, not ${clauses.length}`
    throw new EngineInputError(message, 'prompt', { code: 'too_long' })
  }
  const steps = clauses.map((clause) => readClause(clause, texts, references))
  const missed = clauses.filter((_, index) => !steps[index])
  if (steps.length === 0 || missed.length > 0)
    throw new EngineInputError(
      `prompt: "${missed[0] ?? instruction.trim()}" is not a supported edit. Supported: ${knownEdits}`,
      'prompt',
    )
  return steps.filter((step) => step !== undefined)
}

/** Words at the end that ask for nothing: "while preserving the original composition". */
const assurances = /\b(while|without) (preserving|keeping|maintaining|changing|altering)\b.*$/

/** Splits an instruction at commas and `and`. What follows an addition is added, too: "add a hat and a scarf". */
function splitClauses(plain: string): string[] {
  const clauses: string[] = []
  for (const part of plain.split(/[,;.]|\bthen\b|\band\b(?! the (second|third|other))/)) {
    const clause = part?.replace(assurances, '').trim() ?? ''
    if (!/\p{L}/u.test(clause) || /^(second|third|other)$/.test(clause)) continue
    const last = clauses.at(-1)
    const isMore = last !== undefined && additionVerb.test(last) && !readFilter(clause)
    clauses.push(isMore && readAddition(`add ${clause}`) ? `add ${clause}` : clause)
  }
  return clauses
}

function unsupportedInRussian(instruction: string): EngineInputError {
  return new EngineInputError(
    `prompt: «${instruction.trim().slice(0, 80)}»: правки понимаются только на английском языке, например "remove the background" или "add a hat". Supported: ${knownEdits}`,
    'prompt',
    { code: 'unsupported_language' },
  )
}

function readClause(clause: string, texts: readonly string[], references: number): EditOperation | undefined {
  return (
    readBackground(clause, references) ??
    readText(clause, texts) ??
    readShape(clause) ??
    readRecolor(clause) ??
    readAddition(clause) ??
    readFilter(clause)
  )
}

function readBackground(clause: string, references: number): EditOperation | undefined {
  if (references > 1) {
    if (/side[- ]by[- ]side|next to each other/.test(clause)) return { kind: 'side-by-side' }
    if (/collage|grid|mosaic/.test(clause)) return { kind: 'collage' }
    if (/\b(second|other|2nd|third|both|combine|merge|overlay|together|background of)\b/.test(clause))
      return { kind: 'into-reference' }
  }
  if (
    /^(please )?(remove|delete|erase|drop|cut out|clear|take away|get rid of) (the |its )?(whole |entire )?background$|^(without|no|transparent) (the |a )?background$|^(make|turn) (the |its )?background transparent$|^(cut ?out|isolate) (it|him|her|the (subject|object|main subject))$|^with(out)? (a )?(transparent )?background$/.test(
      clause,
    )
  )
    return { kind: 'remove-background' }
  const scene =
    /^(?:please )?(?:replace|change|swap|switch|make|turn|set) (?:the |its )?background (?:with|to|by|into|for|be|look like)? ?(.+)/.exec(
      clause,
    )?.[1] ??
    /^(?:put|place|move|set) (?:it|him|her|them|this|the (?:subject|object|person)|\w+ \w+) (?:in|on|into|onto|against|at|to)? ?(.+)/.exec(
      clause,
    )?.[1]
  return scene && isBackground(scene) ? { kind: 'replace-background', prompt: scene } : undefined
}

/** Returns whether words describe a background completely: a color, or a scene without unknown things. */
function isBackground(scene: string): boolean {
  const color = /^(?:a |plain |solid |pure )*(\w+)(?: colou?r| background)?$/.exec(scene.trim())?.[1]
  if (color && Object.hasOwn(colorWords, color)) return true
  const { setting, unknownThings, timeOfDay, opening } = readPrompt(scene)
  return unknownThings.length === 0 && opening === 'stage' && (setting !== undefined || timeOfDay !== 'day')
}

function readText(clause: string, texts: readonly string[]): EditOperation | undefined {
  const text = texts[Number(/\btext(\d+)/.exec(clause)?.[1])]
  const isAdded = /^(please )?(add|write|put|print|place|insert|caption|overlay|draw|with|include|title)\b/.test(clause)
  if (text === undefined || !isAdded) return undefined
  return {
    kind: 'text',
    text,
    place: /\btop\b|above/.test(clause) ? 'top' : /middle|cent(er|re)/.test(clause) ? 'middle' : 'bottom',
  }
}

function readShape(clause: string): EditOperation | undefined {
  const turn = /^(?:please )?(?:rotate|turn)\b.*?(\d+)\s*(?:°|deg)/.exec(clause) ?? /^(?:please )?rotate\b/.exec(clause)
  if (turn) return { kind: 'rotate', degrees: Number(turn[1] ?? 90) * (/\bleft\b|counter/.test(clause) ? -1 : 1) }
  if (/^(turn|flip) (it |this |the (image|picture|photo) )?upside down$/.test(clause))
    return { kind: 'rotate', degrees: 180 }
  if (/^(please )?(flip|mirror)\b/.test(clause))
    return { kind: 'flip', axis: /vertical|upside/.test(clause) ? 'vertical' : 'horizontal' }
  if (/^(please )?(crop|cut off)\b/.test(clause)) {
    return { kind: 'crop', part: cropParts.find((part) => clause.includes(part)) ?? 'center' }
  }
  const size = /^(?:please )?(?:re)?(?:size|scale|make).*?(\d{2,4})\s*[x×]\s*(\d{2,4})/.exec(clause)
  if (size) return { kind: 'resize-to', width: Number(size[1]), height: Number(size[2]) }
  if (
    /^(please )?((re)?(size|scale)|shrink|enlarge|halve|double)\b|^make (it|this|the (image|picture|photo)) (smaller|bigger|larger)$/.test(
      clause,
    )
  )
    return { kind: 'resize', factor: /half|halve|shrink|smaller|down/.test(clause) ? 0.5 : 2 }
  if (
    /^(please )?(add|put|draw|with|give it)\b.*\b(border|frame)( around (it|the (image|picture|photo)))?$/.test(clause)
  )
    return { kind: 'border', color: new RegExp(`\\b(${colors})\\b`).exec(clause)?.[1] ?? 'white' }
  return undefined
}

/** Parts of an image that are not its subject, which is all that can be recolored. */
const notSubjects =
  /\b(sky|background|grass|water|sea|wall|floor|ground|eyes?|hair|skin|face|lips|text|letters|lights?|clouds?|sun|colou?rs?|left|right|other|second|all|both)\b/

function readRecolor(clause: string): EditOperation | undefined {
  const match = new RegExp(
    `^(?:please )?(?:make|turn|paint|colou?r|recolou?r|change|dye) (?:the colou?r of )?(?:the |a |its |his |her )?(.*?)(?:'s)?(?: colou?r)? ?(?:to be |to |into |in )?\\b(${colors})$`,
  ).exec(clause)
  const [, target = '', color] = match ?? []
  if (!color || notSubjects.test(target)) return undefined
  const isWhole = target === '' || /^(it|this|subject|object|thing|item)$/.test(target)
  const { subjects, unknownThings } = readPrompt(target)
  const isThing = subjects.length === 1 && unknownThings.length === 0 && !wearables.test(subjects[0]?.drawing ?? '')
  if (!isWhole && !isThing && Object.hasOwn(settingWords, target)) return undefined
  return isWhole || isThing ? { kind: 'recolor', target: target || 'it', color } : undefined
}

const additionVerb = /^(?:please )?(?:add|draw|insert|put on|give (?:it|him|her|them))\b/

/** Words that begin a place in the image, whose things are there already: "to the table". */
const additionPlace =
  / (?:in|on|onto|into|to|at|over|above|under|below|behind|beside|near|around|next|atop|across|along|between|from|for)\b.*$/

function readAddition(clause: string): EditOperation | undefined {
  const named = additionVerb.test(clause)
    ? clause.replace(additionVerb, '')
    : /^(?:please )?put (an? .+)/.exec(clause)?.[1]
  const thing = named
    ?.replace(/^ (?=on |in )/, '')
    .replace(additionPlace, '')
    .trim()
  if (!thing) return undefined
  const { subjects, unknownThings, setting } = readPrompt(thing)
  const isComplete = subjects.length > 0 && unknownThings.length === 0 && setting === undefined
  return isComplete ? { kind: 'add', prompt: thing } : undefined
}

/** Reads a change of the whole image: nothing but the name of a filter and words without content. */
function readFilter(clause: string): EditOperation | undefined {
  if (/^(please )?(remove|undo|no|less|without|replace|swap|reduce|delete|fix)\b/.test(clause)) return undefined
  const left = clause.replace(filterFillers, ' ').replace(/\s+/g, ' ').trim()
  const words = left === '' && /\bpainting\b/.test(clause) ? 'painting' : left
  const name = filterPatterns.find(([pattern]) => pattern.test(words))?.[1]
  return name ? { kind: 'filter', name } : undefined
}
