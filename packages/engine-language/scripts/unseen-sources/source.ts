// What the draws of unseen cases from several sources share.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRandom, drawItems } from './seeded-draw.ts'

/** JSON object of unknown shape. */
export type Json = Record<string, unknown>
/** Case of a set: its message and what is expected of it. */
export interface Case {
  readonly id: string
  readonly source: string
  readonly messages: readonly { readonly role: 'user'; readonly content: string }[]
  readonly [key: string]: unknown
}
/** File of a set, as far as it is read here. */
export interface Drawn {
  readonly cases: readonly Case[]
  readonly schemas: Record<string, Json>
  readonly toolSets: Record<string, readonly Json[]>
}

/** Directory with the clones, and the one for the sets. */
export const [clones = '', output = ''] = process.argv.slice(2)
/** File with the sources, commits, seed and hashes. */
export const manifestUrl = new URL('../../eval/unseen/second.json', import.meta.url)
/** Contents of that file. */
export const manifest = JSON.parse(readFileSync(manifestUrl, 'utf8')) as Json & {
  seed: number
  hashes: Record<string, Record<string, string>>
  /** Draw of further sets: its seed, and the seeds of the draws that rules were developed with. */
  again: { seed: number; developed: number[]; hashes: Record<string, Record<string, string>> }
}
/** File with the seed, hashes and Russian sources of the fourth sets. */
export const fourthUrl = new URL('../../eval/unseen/fourth.json', import.meta.url)
/** Contents of that file. */
export const fourth = JSON.parse(readFileSync(fourthUrl, 'utf8')) as Json & {
  seed: number
  commits: Record<string, string>
  /** Tools of a home, and the one that each file of sentences asks for; none for a file that asks for no call. */
  home: { tools: Json[]; files: Record<string, string> }
  hashes: Record<string, Record<string, string>>
}
/** File with the seed and hashes of the fifth sets of tools. */
export const fifthUrl = new URL('../../eval/unseen/fifth-tools.json', import.meta.url)
/** Contents of that file. */
export const fifth = JSON.parse(readFileSync(fifthUrl, 'utf8')) as Json & {
  seed: number
  /** Seeds of the draws that the rules of the fourth sets were developed with. */
  developed: number[]
  hashes: Record<string, Record<string, string>>
}
/** File with the seed and hashes of the sixth sets of tools. */
export const sixthUrl = new URL('../../eval/unseen/sixth-tools.json', import.meta.url)
/** Contents of that file. */
export const sixth = JSON.parse(readFileSync(sixthUrl, 'utf8')) as Json & {
  seed: number
  /** Draws of the function-calling benchmark that the rules of the fifth sets were developed and checked with. */
  pools: { seed: number; parts: [part: string, count: number][] }[]
  /** Hashes of other texts of development that the draw would take. */
  leftOut: string[]
  hashes: Record<string, Record<string, string>>
}
/** File with the seed and hashes of the seventh sets of tools. */
export const seventhUrl = new URL('../../eval/unseen/seventh-tools.json', import.meta.url)
/** Contents of that file. */
export const seventh = JSON.parse(readFileSync(seventhUrl, 'utf8')) as Json & {
  seed: number
  commits: Record<string, string>
  hashes: Record<string, Record<string, string>>
}
/** Set of English tools that is drawn mostly from guided dialogues: its file, seed and hashes. */
export interface DialogueSet {
  readonly url: URL
  readonly file: Json & {
    seed: number
    /** How many messages of a method may be drawn, if not two. */
    ofMethod?: number
    hashes: Record<string, Record<string, string>>
  }
}
/** The sets drawn from guided dialogues by the number of the draw, each without the texts of the ones before it. */
export const dialogueSets: Readonly<Record<number, DialogueSet>> = Object.fromEntries(
  ['eighth', 'ninth', 'tenth'].map((name, index) => {
    const url = new URL(`../../eval/unseen/${name}-tools.json`, import.meta.url)
    return [index + 8, { url, file: JSON.parse(readFileSync(url, 'utf8')) as DialogueSet['file'] }]
  }),
)
const commits = { ...(manifest.commits as Record<string, string>), ...fourth.commits, ...seventh.commits }
const ways = ['json_schema', 'schema', 'system'] as const

let random = createRandom(manifest.seed)

/** Starts a draw: seeds it, and leaves out the texts of others. */
export function startDraw(seed: number, leftOut: readonly string[]): void {
  random = createRandom(seed)
  known = new Set([...first, ...leftOut])
}

/** Leaves texts out of all later draws, by their hashes. */
export function leaveOut(texts: readonly string[]): void {
  hashesLeftOut = new Set(texts)
}

/** Returns whether a text is left out by its hash. */
export const isLeftOut = (text: string): boolean =>
  hashesLeftOut.size > 0 && hashesLeftOut.has(createHash('sha256').update(text).digest('hex').slice(0, 16))

/** Draws items without repetition. */
export function draw<Item>(items: readonly Item[], count: number): Item[] {
  return drawItems(random, items, count)
}

/** Reads a file of a source at the commit of the manifest. */
export function read(repository: string, path: string): string {
  return execFileSync('git', ['-C', `${clones}/${repository}`, 'show', `${commits[repository]}:${path}`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
}

/** Returns the names of files in a directory of a source. */
export function list(repository: string, directory: string): string[] {
  const revision = commits[repository] ?? ''
  const names = execFileSync('git', [
    '-C',
    `${clones}/${repository}`,
    'ls-tree',
    '--name-only',
    revision,
    `${directory}/`,
  ])
  return names.toString('utf8').trim().split('\n')
}

const first = new Set<string>()
for (const name of ['tools', 'extraction', 'chat']) {
  const { cases } = JSON.parse(
    readFileSync(new URL(`../../eval/unseen/${name}.json`, import.meta.url), 'utf8'),
  ) as Drawn
  for (const { messages } of cases) first.add(messages.at(-1)?.content ?? '')
}
let known: ReadonlySet<string> = first
let hashesLeftOut: ReadonlySet<string> = new Set()
/** Returns whether a text is short and in none of the sets that the draw leaves out. */
export const isNew = (text: string): boolean => !known.has(text) && text.length < 300 && !isLeftOut(text)
/** Returns the messages of a conversation of one sentence. */
export const say = (content: string): Case['messages'] => [{ role: 'user', content }]

/** Creates the schema of nullable fields from names, types and descriptions. */
export function toSchema(fields: readonly (readonly [string, string, string])[]): Json {
  const properties = Object.fromEntries(
    fields.map(([name, type, description]) => [name, { type: [type, 'null'], description }]),
  )
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }
}

/** Returns the readings of a slot that count as right; null for one that the text does not state. */
export function wanted(values: readonly string[] | undefined, isCount: boolean): unknown {
  if (!values) return null
  return isCount ? Number(values[0]) : { $anyOf: values.flatMap((value) => [value, `the ${value}`]) }
}

/** Creates a case of extraction if it has values, else of tools. */
export function toCase(prefix: string, index: number, rest: Omit<Case, 'id'>): Case {
  const base = { id: `${prefix}-${index + 1}`, ...rest } as Case
  return rest.values
    ? { ...base, kind: 'json', way: ways[index % 3], schema: base.id }
    : { ...base, kind: 'tool', tools: base.id }
}
