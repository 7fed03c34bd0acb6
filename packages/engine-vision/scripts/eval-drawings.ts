// Draws the prompts and performs the edits of sets in eval/images, and prints how many are right, declined and wrong.
//   node --conditions=@mira/source packages/engine-vision/scripts/eval-drawings.ts [set|file.json ...] [--verbose]
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { readInstruction } from '../src/lib/images/edit/read-instruction.ts'
import { readPrompt } from '../src/lib/images/prompt/read-prompt.ts'
import { composeScene } from '../src/lib/images/scene/compose-scene.ts'
import type { SceneLayer } from '../src/lib/images/scene/scene.ts'

interface Wanted {
  /** Acceptable drawings, separated by spaces; `PERSON` is any person. */
  readonly any: string
  readonly count?: number
  readonly min?: number
  readonly color?: string
}

interface Drawing {
  readonly prompt: string
  readonly refuse?: boolean
  readonly mayRefuse?: boolean
  readonly draw?: readonly Wanted[]
  /** Words that the answer must name as not drawn. */
  readonly say?: readonly string[]
  /** Either the word is named as not drawn, or the drawing is there. */
  readonly sayOrDraw?: readonly (readonly [string, string])[]
  readonly relation?: readonly [number, string, number]
  readonly setting?: string
  readonly timeOfDay?: string
  readonly style?: string
  readonly text?: string
}

interface Edit {
  readonly prompt: string
  readonly refuse?: boolean
  readonly steps?: readonly string[]
  readonly or?: readonly string[]
  readonly orRefuse?: boolean
}

type Verdict = readonly ['right' | 'declined' | 'wrong', string]

const size = { width: 512, height: 512 }
const isVerbose = process.argv.includes('--verbose')
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const sets = named.length > 0 ? named : ['held-out-drawings', 'held-out-edits']

for (const set of sets) {
  const url = set.endsWith('.json') ? pathToFileURL(set) : new URL(`../eval/images/${set}.json`, import.meta.url)
  const { items } = JSON.parse(await readFile(url, 'utf8')) as {
    items: (Drawing & Edit & { language?: string; kind?: string })[]
  }
  const groups = new Map<string, { right: number; declined: number; wrong: number }>()
  for (const item of items) {
    const [verdict, reason] = set.includes('edits') ? judgeEdit(item) : judgeDrawing(item)
    if (isVerbose) console.log(`${verdict.padEnd(8)} ${item.prompt}: ${reason}`)
    const language = item.language ?? 'en'
    for (const group of [language, ...(item.kind ? [`${language}, ${item.kind}`] : [])]) {
      const counts = groups.get(group) ?? { right: 0, declined: 0, wrong: 0 }
      groups.set(group, { ...counts, [verdict]: counts[verdict] + 1 })
    }
  }
  for (const [group, { right, declined, wrong }] of groups)
    console.log(`${set} (${group}): ${right + declined + wrong}, right ${right}, declined ${declined}, wrong ${wrong}`)
}

function isPerson(name: string): boolean {
  return /^(person|man|woman|girl|boy|child|older-person|old-man|old-woman|office-worker)(-|$)/.test(name)
}

function judgeDrawing(item: Drawing): Verdict {
  let scene: ReturnType<typeof composeScene>
  try {
    scene = composeScene(item.prompt, size, 1)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [item.refuse || item.mayRefuse ? 'right' : 'declined', message]
  }
  const drawn = scene.layers.filter(({ kind }) => kind === 'subject')
  if (item.refuse) return ['wrong', `not refused: ${scene.description}`]
  const missed = scene.description.split(/Not drawn|Not understood|Не нарисовано/)[1] ?? ''
  const faults = [...faultsOfSubjects(item, drawn, missed), ...faultsOfStage(item, scene, missed)]
  const declined = faults.filter((fault) => fault.startsWith('said:'))
  if (faults.length > declined.length) return ['wrong', `${faults.join('; ')} | ${scene.description}`]
  return [declined.length > 0 ? 'declined' : 'right', scene.description]
}

function faultsOfSubjects(item: Drawing, drawn: readonly SceneLayer[], missed: string): string[] {
  const faults: string[] = []
  const optional = (item.sayOrDraw ?? []).map(([, name]) => name)
  const groups = (item.draw ?? []).map((wanted) => drawn.filter(({ name }) => isWanted(wanted, name)))
  for (const { name } of drawn)
    if (!(item.draw ?? []).some((wanted) => isWanted(wanted, name)) && !optional.includes(name))
      faults.push(`drew ${name}`)
  for (const [index, { any, count, min, color }] of (item.draw ?? []).entries()) {
    const found = groups[index] ?? []
    if (found.length === 0) faults.push(missed.trim() ? `said: no ${any}` : `no ${any}`)
    else if (count !== undefined && found.length !== count) faults.push(`${found.length} ${any}`)
    else if (min !== undefined && found.length < min) faults.push(`only ${found.length} ${any}`)
    else if (color && found.some((layer) => layer.color !== color))
      faults.push(missed.includes(color) ? `said: ${color}` : `not ${color}`)
  }
  if (item.relation && groups.every((group) => group.length > 0)) {
    const [from, kind, to] = item.relation
    if (!holds(groups[from]?.[0], kind, groups[to]?.[0])) faults.push(`not ${kind}`)
  }
  return faults
}

function faultsOfStage(item: Drawing, scene: ReturnType<typeof composeScene>, missed: string): string[] {
  const faults: string[] = []
  const names = scene.layers.map(({ name }) => name)
  const isSaid = (word: string) => missed.toLowerCase().includes(word)
  for (const word of item.say ?? []) if (!isSaid(word)) faults.push(`silent about ${word}`)
  for (const [word, name] of item.sayOrDraw ?? [])
    if (!isSaid(word) && !names.includes(name)) faults.push(`silent about ${word}`)
  if (item.setting && scene.setting !== item.setting) faults.push(`setting ${scene.setting}`)
  if (item.timeOfDay && scene.timeOfDay !== item.timeOfDay) faults.push(`time ${scene.timeOfDay}`)
  if (item.style && scene.filter !== item.style) faults.push(`style ${scene.filter}`)
  if (item.text && !names.includes('text')) faults.push('no text')
  return faults
}

function isWanted({ any }: Wanted, name: string): boolean {
  return any.split(' ').some((one) => (one === 'PERSON' ? isPerson(name) : one === name))
}

function holds(from: SceneLayer | undefined, kind: string, to: SceneLayer | undefined): boolean {
  if (!from || !to) return false
  const [a, b] = [from.box, to.box]
  const x = a.x + a.width / 2 - (b.x + b.width / 2)
  const y = a.y + a.height / 2 - (b.y + b.height / 2)
  if (kind === 'left') return x < -a.width / 4
  if (kind === 'right') return x > a.width / 4
  if (kind === 'above') return y < 0 && a.y < b.y
  if (kind === 'below') return y > 0 && a.y + a.height > b.y + b.height * 0.7
  return Math.abs(x) > (a.width + b.width) / 4
}

function judgeEdit({ prompt, refuse, steps = [], or, orRefuse }: Edit): Verdict {
  let done: string[]
  try {
    done = readInstruction(prompt, 1).flatMap(nameSteps)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [refuse || orRefuse ? 'right' : 'declined', message.slice(0, 90)]
  }
  const wanted = [refuse ? [] : [steps], or ? [or] : []].flat()
  const isRight = wanted.some((list) => list.length === done.length && list.every((one, at) => matches(one, done[at])))
  return [isRight ? 'right' : 'wrong', done.join(', ')]
}

function nameSteps(operation: ReturnType<typeof readInstruction>[number]): string[] {
  if (operation.kind === 'add') return readPrompt(operation.prompt).subjects.map(({ drawing }) => `add:${drawing}`)
  if (operation.kind === 'filter') return [`filter:${operation.name}`]
  if (operation.kind === 'recolor') return [`recolor:${operation.color}`]
  if (operation.kind === 'replace-background') return [`replace-background:${readPrompt(operation.prompt).setting}`]
  return [operation.kind]
}

function matches(wanted: string, done = ''): boolean {
  const [kind, values = ''] = wanted.split(':')
  const [doneKind, value = ''] = done.split(':')
  return kind === doneKind && (values === '*' || values.split('|').includes(value))
}
