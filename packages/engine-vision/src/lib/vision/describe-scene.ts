import type { BoundingBox } from '@mira/engine'
import type { WordNet } from '@mira/engine-lexicon'
import { boxCenter } from './boxes.ts'
import { locateTarget } from './locate-target.ts'
import { colorsOf, type Scene } from './scene.ts'
import { labelsFor, parseTarget } from './target.ts'

const limits = 'I recognize 80 kinds of everyday things, faces, colors and printed English.'

const notUnderstood =
  'I did not understand the question: I answer how many, which color, where, whether there is, and what it says.'

/** Returns whether a question is about text in the image. */
export function asksForText(question: string): boolean {
  return /\b(say|says|said|read|reads|text|written|word|words)\b/i.test(question)
}

/** Answers a question about a scene (how many, which color, where, whether) or describes it. */
export function answerOnScene(question: string, scene: Scene, wordNet: WordNet): string {
  const asked = question.match(
    /\b(how many|what colou?r (?:is|are)|where (?:is|are)|(?:is|are) there|do you see|can you see)\b\s*(.+?)[?.!]*$/i,
  )
  if (!asked) return isDescriptionAsked(question) ? tellScene(scene) : `${notUnderstood} ${tellScene(scene)}`
  const [, kind = '', phrase = ''] = asked
  const target = parseTarget(phrase.replace(/\b(do you see|can you see|visible|this|here)\b/gi, ' '))
  const isKnown = target.noun === '' || /\bfaces?\b/.test(target.noun) || labelsFor(target.noun, wordNet).length > 0
  const found = locateTarget(target, scene, wordNet)
  if (!isKnown && found.length === 0) return `I cannot tell: "${target.noun}" is nothing I can recognize. ${limits}`
  if (/many/i.test(kind)) return `I count ${found.length} (${target.noun}).`
  const [first] = found
  if (!first) return `No, I see no ${target.noun} in this image.`
  if (/colou?r/i.test(kind)) return `The ${first.label} is mostly ${colorsOf(scene, first).slice(0, 2).join(' and ')}.`
  const where = `${placeName(first.box)} of the image`
  if (/where/i.test(kind)) return `The ${first.label} is at the ${where}.`
  return `Yes, I see ${found.length === 1 ? 'one' : found.length}: ${first.label}, at the ${where}.`
}

const descriptionWords =
  /\b(describe|description|caption|tell me about|look at|what(?:'s| is) (?:in|on|this|that|it|there)|what (?:do|can) you see|what does .* show)\b|\bwhat\b.*\b(?:in|on) (?:the|this|that|my)\b/i

/** Returns whether there is no question, or one that asks for a description: `What is in this image?` */
function isDescriptionAsked(question: string): boolean {
  return question.trim() === '' || descriptionWords.test(question)
}

function tellScene(scene: Scene): string {
  const counts = new Map<string, number>()
  for (const { label } of scene.things) counts.set(label, (counts.get(label) ?? 0) + 1)
  const things = [...counts].map(([label, count]) => {
    const [first] = scene.things.filter((thing) => thing.label === label)
    return `${label}${count > 1 ? ` (${count} times)` : first ? ` at the ${placeName(first.box)}` : ''}`
  })
  const colors = scene.colors.slice(0, 3).map(({ color }) => color)
  const told = things.length > 0 ? `I see: ${things.join(', ')}.` : 'I recognize none of the things I know.'
  const faces = scene.faces.length > 0 ? ` Faces: ${scene.faces.length}.` : ''
  return `${told}${faces} The main colors are ${colors.join(', ')}. ${limits}`
}

function placeName(box: BoundingBox): string {
  const { x, y } = boxCenter(box)
  const row = y < 0.33 ? 'top' : y > 0.67 ? 'bottom' : ''
  const column = x < 0.33 ? 'left' : x > 0.67 ? 'right' : ''
  return [row, column].filter(Boolean).join(' ') || 'middle'
}
