import type { PromptPlan, Subject } from '../prompt/prompt-plan.ts'
import { nameInRussian, phraseInRussian, stageInRussian } from '../prompt/russian/name-in-russian.ts'
import { brokenRelations } from './broken-relations.ts'
import type { Scene, SceneLayer } from './scene.ts'

/** Describes what was placed, and what the prompt asks for beyond that, in the language of the prompt. */
export function describeScene(plan: PromptPlan, scene: Pick<Scene, 'setting' | 'layers'>): string {
  const words = plan.language === 'ru' ? russian : english
  const things = listThings(plan, scene.layers, words)
  const what =
    things.length > 0 ? things.join(', ') : plan.layout === 'scene' ? words.noFigures : words.stage(plan.layout)
  const parts = [what, describeStage(plan, scene.setting, words)]
  if (plan.style && plan.filter) parts.push(`${words.style}: ${words.stage(plan.filter)}`)
  if (scene.layers.some(({ kind }) => kind === 'text') && plan.text) parts.push(`${words.text}: "${plan.text}"`)
  const missed = [
    ...plan.notUnderstood.map(words.asked),
    ...brokenRelations(plan.subjects, scene.layers).map(words.relation),
  ]
  if (plan.isPhoto) missed.push(words.photo)
  const notDrawn = missed.length > 0 ? `. ${words.notDrawn}: ${missed.join(', ')}` : ''
  return `${words.start} ${parts.filter(Boolean).join('; ')}${notDrawn}.`
}

/** Words of a description in one language. */
interface Words {
  readonly start: string
  readonly noFigures: string
  readonly setting: string
  readonly style: string
  readonly text: string
  readonly notDrawn: string
  readonly photo: string
  /** Names a drawing. */
  readonly thing: (drawing: string) => string
  /** Names a color, setting, time, weather, style or layout. */
  readonly stage: (word: string) => string
  /** Repeats words of the prompt. */
  readonly asked: (phrase: string) => string
  readonly colored: (thing: string, color: string) => string
  readonly relation: (words: readonly [from: string, relation: string, to: string]) => string
}

const english: Words = {
  start: 'Procedural illustration of',
  noFigures: 'a view without figures',
  setting: 'setting',
  style: 'style',
  text: 'text',
  notDrawn: 'Not drawn',
  photo: 'a photograph',
  thing: (drawing) => (drawing === 'red-apple' ? 'apple' : drawing.replaceAll('-', ' ')),
  asked: (phrase) => phrase,
  colored: (thing, color) => `${color} ${thing}`,
  stage: (word) => word.replaceAll('-', ' '),
  relation: ([from, relation, to]) => `${from} ${relation} ${to}`.replaceAll('-', ' '),
}

const russian: Words = {
  start: 'Рисунок:',
  noFigures: 'вид без фигур',
  setting: 'место',
  style: 'стиль',
  text: 'надпись',
  notDrawn: 'Не нарисовано',
  photo: 'фотография',
  thing: nameInRussian,
  asked: phraseInRussian,
  colored: (thing, color) => `${thing} (цвет: ${color})`,
  stage: stageInRussian,
  relation: ([from, relation, to]) => `${nameInRussian(from)} (${stageInRussian(relation)}: ${nameInRussian(to)})`,
}

/** Lists the things that were placed, each with its number and color, in the order of the prompt. */
function listThings({ subjects, layout }: PromptPlan, layers: readonly SceneLayer[], words: Words): string[] {
  if (layout !== 'scene') {
    const shown = layout === 'pattern' ? subjects : layout === 'logo' ? subjects.slice(0, 1) : []
    return [...shown.map((subject) => nameThing(subject, 1, words)), ...(shown.length > 0 ? [words.stage(layout)] : [])]
  }
  const placed = layers.filter(({ kind }) => kind === 'subject')
  return subjects.flatMap((subject, index) => {
    const isFirst = subjects.findIndex((other) => isAlike(other, subject)) === index
    const count = placed.filter(({ name, color }) => name === subject.drawing && color === subject.color).length
    return isFirst && count > 0 ? [nameThing(subject, count, words)] : []
  })
}

function isAlike(one: Subject, other: Subject): boolean {
  return one.drawing === other.drawing && one.color === other.color
}

function nameThing({ phrase, drawing, color }: Subject, count: number, words: Words): string {
  const name = words.thing(drawing)
  const asked = phrase.replaceAll('-', ' ')
  const isNamed = words !== english || asked.includes(name) || name.includes(asked)
  // "black cat" has its color in its name, unlike "apple", whose drawing is `red-apple`.
  const hasColor = drawing.startsWith(`${color}-`) && drawing !== 'red-apple'
  const colored = color && !hasColor ? words.colored(name, words.stage(color)) : name
  return `${count > 1 ? `${count} × ` : ''}${colored}${isNamed ? '' : ` (for "${phrase}")`}`
}

function describeStage({ layout, timeOfDay, weather, season }: PromptPlan, setting: string, words: Words): string {
  if (layout !== 'scene') return ''
  return `${words.setting}: ${[setting, timeOfDay, weather, season]
    .flatMap((word) => word ?? [])
    .map(words.stage)
    .join(', ')}`
}
