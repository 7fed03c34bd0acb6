import type { BoundingBox } from '@mira/engine'
import type { WordNet } from '@mira/engine-lexicon'
import { boxCenter } from './boxes.ts'
import { hasInOrder } from './has-in-order.ts'
import { locateTarget } from './locate-target.ts'
import { cocoLabels } from './models/coco-labels.ts'
import { colorsOf, type Scene } from './scene.ts'
import { isKnownTarget, parseTarget } from './target.ts'

const limits = 'I recognize 80 kinds of everyday things, faces, colors and printed English.'

const kinds = `Of things, I recognize these 80 kinds only: ${cocoLabels.join(', ')}.`

const notUnderstood =
  'I did not understand the question: I answer how many, which color, where, whether there is, and what it says.'

/** Answers a question about a scene (how many, which color, where, whether) or describes it. */
export function answerOnScene(question: string, scene: Scene, wordNet: WordNet): string {
  const asked = parseQuestion(question)
  if (!asked) return isDescriptionAsked(question) ? summarizeScene(scene) : `${notUnderstood} ${summarizeScene(scene)}`
  const { kind, phrase } = asked
  const target = parseTarget(phrase.replace(seeing, ' '))
  const isKnown = isKnownTarget(target.noun, wordNet)
  const found = locateTarget(target, scene, wordNet)
  if (!isKnown && found.length === 0) return `I cannot tell: "${target.noun}" is nothing I can recognize. ${kinds}`
  if (/many/i.test(kind)) return `I count ${found.length} (${target.noun}).`
  const [first] = found
  if (!first) return `No, I see no ${target.noun} in this image.`
  if (/colou?r/i.test(kind)) return `The ${first.label} is mostly ${colorsOf(scene, first).slice(0, 2).join(' and ')}.`
  const where = `${placeName(first.box)} of the image`
  if (/where/i.test(kind)) return `The ${first.label} is at the ${where}.`
  return `Yes, I see ${found.length === 1 ? 'one' : found.length}: ${first.label}, at the ${where}.`
}

/** Returns whether a question counts, places or colors something that can be recognized: `Is there a stop sign?` */
export function asksForThing(question: string, wordNet: WordNet): boolean {
  const asked = parseQuestion(question)
  const { noun } = asked ? parseTarget(asked.phrase.replace(seeing, ' ')) : { noun: '' }
  return noun !== '' && isKnownTarget(noun, wordNet)
}

/** Words of a question that name nothing in the image. */
const seeing = /\b(do you see|can you see|visible|this|here)\b/gi

const questionWords =
  /\b(how many|what colou?r (?:is|are)|where (?:is|are)|(?:is|are) there|do you see|can you see)\b\s*(?=\S)/i

/** Returns the kind of a question and the phrase that it is about: the rest of its line, without final punctuation. */
function parseQuestion(question: string): { kind: string; phrase: string } | undefined {
  const match = questionWords.exec(question)
  if (!match) return undefined
  const [phrase = ''] = question.slice(match.index + match[0].length).split('\n', 1)
  let end = phrase.length
  // Not a pattern such as `[?.!]+$`, which scans a run of marks from each of them.
  while (end > 1 && '?.!'.includes(phrase.charAt(end - 1))) end--
  return { kind: match[1] ?? '', phrase: phrase.slice(0, end) }
}

const descriptionWords =
  /\b(describe|description|caption|tell me about|look at|what(?:'s| is) (?:in|on|this|that|it|there)|what (?:do|can) you see)\b/i

/** Returns whether there is no question, or one that asks for a description: `What is in this image?` */
function isDescriptionAsked(question: string): boolean {
  return (
    question.trim() === '' ||
    descriptionWords.test(question) ||
    hasInOrder(question, /\bwhat does\b/i, / show\b/i) ||
    hasInOrder(question, /\bwhat\b/i, /\b(?:in|on) (?:the|this|that|my)\b/i)
  )
}

function summarizeScene(scene: Scene): string {
  const counts = new Map<string, number>()
  for (const { label } of scene.things) counts.set(label, (counts.get(label) ?? 0) + 1)
  const things = [...counts].map(([label, count]) => {
    const [first] = scene.things.filter((thing) => thing.label === label)
    return `${label}${count > 1 ? ` (${count} times)` : first ? ` at the ${placeName(first.box)}` : ''}`
  })
  const colors = scene.colors.slice(0, 3).map(({ color }) => color)
  const seen = things.length > 0 ? `I see: ${things.join(', ')}.` : 'I recognize none of the things I know.'
  const faces = scene.faces.length > 0 ? ` Faces: ${scene.faces.length}.` : ''
  return `${seen}${faces} The main colors are ${colors.join(', ')}. ${limits}`
}

function placeName(box: BoundingBox): string {
  const { x, y } = boxCenter(box)
  const row = y < 0.33 ? 'top' : y > 0.67 ? 'bottom' : ''
  const column = x < 0.33 ? 'left' : x > 0.67 ? 'right' : ''
  return [row, column].filter(Boolean).join(' ') || 'middle'
}
