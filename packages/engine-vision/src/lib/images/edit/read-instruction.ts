import { EngineInputError } from '@mira/engine'
import { readPrompt } from '../prompt/read-prompt.ts'
import { colorWords } from '../scene/color.ts'
import { cropParts, type EditOperation } from './operation.ts'

/** Supported edits, listed in the error for an unsupported edit. */
export const knownEdits =
  'background removal or replacement, combining images (put the first into the second, side by side, collage), recoloring ("make the car red"), ' +
  'adding drawings ("add a hat") or text in quotes, crop, rotate, flip, resize, border, and restyling: black and white, sepia, poster, cartoon, line art, ' +
  'sketch, halftone, pixel art, watercolor, oil, blur, sharpen, brighter, darker, warmer, cooler, contrast, vivid, muted, invert, vignette, night, winter'

const colors = Object.keys(colorWords).join('|')

const filterPatterns: readonly (readonly [RegExp, string])[] = [
  [/black[- ]and[- ]white|\bb&w\b|monochrome|gr[ae]y ?scale|desaturate/, 'grayscale'],
  [/sepia|vintage|old photo/, 'sepia'],
  [/poster|pop art/, 'poster'],
  [/cartoon|comic|anime/, 'cartoon'],
  [/line[- ](art|drawing)|outlines?\b|colou?ring page/, 'line-art'],
  [/sketch|pencil/, 'sketch'],
  [/half-?tone|newspaper/, 'halftone'],
  [/pixel(at|[- ]?art)|8-bit/, 'pixel-art'],
  [/watercolou?r/, 'watercolor'],
  [/\boil\b|painting|painted/, 'oil'],
  [/blur/, 'blur'],
  [/sharp/, 'sharpen'],
  [/bright|lighten|lighter/, 'brighter'],
  [/darken|darker/, 'darker'],
  [/warm/, 'warmer'],
  [/\bcool(er)?\b|\bcold(er)?\b/, 'cooler'],
  [/invert|negative/, 'invert'],
  [/contrast/, 'contrast'],
  [/vivid|saturat(e|ed|ion)|more colou?rful/, 'vivid'],
  [/muted|\bfaded?\b|pastel/, 'muted'],
  [/vignette/, 'vignette'],
  [/night|midnight|moonlight/, 'night'],
  [/winter|snowy|frozen/, 'winter'],
]

/** Maximum number of steps: each can take a second, and a long prompt has room for hundreds. */
const maxSteps = 20

/**
 * Parses an instruction into steps, one per clause.
 *
 * @throws {EngineInputError} when a clause is not a supported edit, or `too_long` for more than 20 steps.
 */
export function readInstruction(instruction: string, references: number): EditOperation[] {
  const texts: string[] = []
  const plain = instruction
    .replace(/["“”«]([^"“”»]{1,120})["“”»]/g, (_, text: string) => ` text${texts.push(text) - 1} `)
    .toLowerCase()
    .replace(/black and white/g, 'grayscale')
  const clauses = plain
    .split(/[,;.]|\bthen\b|\band\b(?! the (second|third|other))/)
    .map((clause) => clause?.trim() ?? '')
    .filter((clause) => /\p{L}/u.test(clause) && !/^(second|third|other)$/.test(clause))
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
    /(remove|delete|erase|drop|without|no|clear|transparent).*\bbackground\b|background.*\b(removed|transparent)|cut ?out|isolate/.test(
      clause,
    )
  )
    return { kind: 'remove-background' }
  const scene =
    /\bbackground\b.*?\b(?:with|to|by|into|of|is)\b (.+)/.exec(clause)?.[1] ??
    /^(?:put|place|move|set) .*?\b(?:in|on|into|onto|against|at|to)\b (.+)/.exec(clause)?.[1] ??
    /^(?:put|place) .* (under the sea|underwater)/.exec(clause)?.[1]
  return scene ? { kind: 'replace-background', prompt: scene } : undefined
}

function readText(clause: string, texts: readonly string[]): EditOperation | undefined {
  const text = texts[Number(/\btext(\d+)/.exec(clause)?.[1])]
  if (text === undefined) return undefined
  return {
    kind: 'text',
    text,
    place: /\btop\b|above/.test(clause) ? 'top' : /middle|cent(er|re)/.test(clause) ? 'middle' : 'bottom',
  }
}

function readShape(clause: string): EditOperation | undefined {
  const turn = /\b(?:rotate|turn)\b.*?(\d+)\s*(?:°|deg)/.exec(clause) ?? /\brotate\b/.exec(clause)
  if (turn) return { kind: 'rotate', degrees: Number(turn[1] ?? 90) * (/\bleft\b|counter/.test(clause) ? -1 : 1) }
  if (/upside down/.test(clause)) return { kind: 'rotate', degrees: 180 }
  if (/\bflip|\bmirror/.test(clause))
    return { kind: 'flip', axis: /vertical|upside/.test(clause) ? 'vertical' : 'horizontal' }
  if (/\bcrop\b|\bcut\b/.test(clause)) {
    return { kind: 'crop', part: cropParts.find((part) => clause.includes(part)) ?? 'center' }
  }
  const size = /(\d{2,4})\s*[x×]\s*(\d{2,4})/.exec(clause)
  if (size) return { kind: 'resize-to', width: Number(size[1]), height: Number(size[2]) }
  if (/\b(?:re)?(?:size|scale)\b|shrink|enlarge|smaller|bigger|larger/.test(clause) && !/\b(add)\b/.test(clause))
    return { kind: 'resize', factor: /half|shrink|smaller/.test(clause) ? 0.5 : 2 }
  if (/border|frame/.test(clause))
    return { kind: 'border', color: new RegExp(`\\b(${colors})\\b`).exec(clause)?.[1] ?? 'white' }
  return undefined
}

function readRecolor(clause: string): EditOperation | undefined {
  const match = new RegExp(
    `^(?:please )?(?:make|turn|paint|colou?r|recolou?r|change|dye) (?:the colou?r of )?(?:the |a |its |his |her )?(.*?) ?(?:to be |to |into |in )?\\b(${colors})$`,
  ).exec(clause)
  return match?.[2] ? { kind: 'recolor', target: match[1] || 'it', color: match[2] } : undefined
}

function readAddition(clause: string): EditOperation | undefined {
  const thing = /^(?:please )?(?:add|draw|insert|give (?:it|him|her|them)|put on)\b (.+)/.exec(clause)?.[1]
  return thing && readPrompt(thing).subjects.length > 0 ? { kind: 'add', prompt: thing } : undefined
}

function readFilter(clause: string): EditOperation | undefined {
  const name = filterPatterns.find(([pattern]) => pattern.test(clause))?.[1]
  return name ? { kind: 'filter', name } : undefined
}
