// Draws the fifth unseen set of extractions, whose texts are not copied into this repository: eval/unseen/fifth-extraction.json
// holds the sources, commits, the seed and the hash of every case.
//   node scripts/sample-extraction-fifth.ts <clones of the sources> <output directory> <directory of earlier draws> [--seal]
// It fails when a case differs from its hash; --seal writes the hashes. The texts of the earlier draws are left out, which
// sample-unseen.ts writes (see fifth-extraction.md). The dialogues are of the splits `test` and, for --pool, `train`, which no
// earlier draw read; so are the reservations. --pool=dev|check --seed=N --times=M draws for development, without the set.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extractAnnotated } from './unseen-sources/annotated-messages.ts'
import { extractTurns, isStated, services, type Turn } from './unseen-sources/guided-dialogues.ts'
import {
  type Case,
  clones,
  draw,
  isNew,
  type Json,
  output,
  read,
  say,
  startDraw,
  toCase,
  toSchema,
} from './unseen-sources/source.ts'

type Extraction = readonly [Case, Json]
interface Stated {
  readonly act: string
  readonly slot: string
  readonly values: string[]
  readonly canonical_values: string[]
}
interface Dialogue {
  readonly turns: readonly {
    readonly speaker: string
    readonly utterance: string
    readonly frames: readonly { readonly service: string; readonly actions: readonly Stated[] }[]
  }[]
}

const manifestUrl = new URL('../eval/unseen/fifth-extraction.json', import.meta.url)
const manifest = JSON.parse(readFileSync(manifestUrl, 'utf8')) as {
  seed: number
  hashes: Record<string, string>
}
const option = (name: string, preset: string): string =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? preset
const guided = 'dstc8-schema-guided-dialogue'
/** Files of dialogues by split; larger ones are not in every copy of the source. */
const files: Readonly<Record<string, readonly number[]>> = {
  test: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 17, 18, 20, 21, 24, 25, 30, 32, 33, 34],
  train: Array.from({ length: 36 }, (_, index) => index + 1),
}

/** Reads the turns of the dialogues of a split, and adds its services to those of the split `dev`. */
function readSplit(split: string): Turn[] {
  for (const service of JSON.parse(read(guided, `${split}/schema.json`))) services.set(service.service_name, service)
  return (files[split] ?? [])
    .flatMap(
      (file) => JSON.parse(read(guided, `${split}/dialogues_${String(file).padStart(3, '0')}.json`)) as Dialogue[],
    )
    .flatMap(({ turns }) => turns)
    .filter(({ utterance, frames }) => frames.length === 1 && isNew(utterance))
    .map(({ speaker, utterance, frames }) => {
      const actions = frames[0]?.actions ?? []
      const stated = actions.filter(({ act }) => act === 'CONFIRM' || act === 'INFORM')
      return {
        service: frames[0]?.service ?? '',
        speaker,
        text: utterance,
        acts: actions.map(({ act }) => act),
        slots: new Map(stated.map(({ slot, values, canonical_values }) => [slot, [...canonical_values, ...values]])),
        call: undefined,
      }
    })
    .filter((turn) => turn.slots.size >= 2 && turn.slots.size <= 6 && isStated(turn))
}

const reservationFields = [
  ['city', 'string', 'City'],
  ['cuisine', 'string', 'Cuisine'],
  ['restaurant_name', 'string', 'Name of the restaurant'],
  ['party_size_number', 'integer', 'Number of people'],
  ['served_dish', 'string', 'Dish that is wanted'],
] as const
const numberWords = 'zero one two three four five six seven eight nine ten'.split(' ')

/** Draws reservations of restaurants whose party is a numeral or not named. */
function extractReservations(count: number): Extraction[] {
  const path = '2017-06-custom-intent-engines/BookRestaurant/train_BookRestaurant_full.json'
  const { BookRestaurant: messages } = JSON.parse(read('nlu-benchmark', path)) as {
    BookRestaurant: { data: { text: string; entity?: string }[] }[]
  }
  const texts = messages.map(({ data }) => ({
    text: data
      .map(({ text }) => text)
      .join('')
      .trim(),
    slots: new Map(data.flatMap(({ text, entity }) => (entity ? [[entity, text.trim()] as const] : []))),
  }))
  const fitting = texts.filter(({ text, slots }) => {
    const size = slots.get('party_size_number')
    return (
      isNew(text) &&
      !text.includes('\uFFFD') &&
      reservationFields.filter(([name]) => slots.has(name)).length >= 2 &&
      (size === undefined || toNumber(size) !== undefined)
    )
  })
  return draw(fitting, count).map(({ text, slots }, index) => {
    const values = reservationFields.map(([name, type]) => {
      const value = slots.get(name)
      if (value === undefined) return [name, null]
      return [name, type === 'integer' ? toNumber(value) : { $anyOf: [value, `the ${value}`] }]
    })
    const rest = { source: 'snips', messages: say(text), values: Object.fromEntries(values) }
    return [toCase('snips', index, rest), toSchema(reservationFields)]
  })
}

function toNumber(text: string): number | undefined {
  const spoken = numberWords.indexOf(text.toLowerCase())
  if (spoken >= 0) return spoken
  return /^\d+$/.test(text) ? Number(text) : undefined
}

function drawSet(split: string, times: number): Extraction[] {
  const turns = readSplit(split)
  const confirmed = turns.filter(
    ({ speaker, acts, slots }) => speaker === 'SYSTEM' && slots.size >= 3 && acts.every((act) => act === 'CONFIRM'),
  )
  const informed = turns.filter(({ speaker }) => speaker === 'USER')
  return [
    ...extractTurns(confirmed, 'sgd-confirm', 14 * times),
    ...extractTurns(informed, 'sgd-inform', 6 * times),
    ...extractAnnotated('hotels', 8 * times, 'nlupp-hotels'),
    ...extractAnnotated('banking', 6 * times, 'nlupp-banking'),
    ...extractReservations(6 * times),
  ]
}

/** Returns the texts of the earlier draws. */
function readEarlier(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .flatMap((path) => (JSON.parse(readFileSync(`${directory}/${path}`, 'utf8')) as { cases: Case[] }).cases)
    .map(({ messages }) => messages[0]?.content ?? '')
}

function hashOf([one, schema]: Extraction): string {
  return createHash('sha256')
    .update(JSON.stringify([one, schema]))
    .digest('hex')
    .slice(0, 16)
}

function main(): void {
  const earlier = readEarlier(process.argv[4] ?? '')
  startDraw(manifest.seed, earlier)
  const set = drawSet('test', 1)
  const hashes = Object.fromEntries(set.map((extraction) => [extraction[0].id, hashOf(extraction)]))
  if (process.argv.includes('--seal'))
    writeFileSync(manifestUrl, `${JSON.stringify({ ...manifest, hashes }, null, 2)}\n`)
  else if (JSON.stringify(manifest.hashes) !== JSON.stringify(hashes))
    throw new Error('The set differs from its hashes')
  const pool = option('pool', '')
  if (pool === '') return write('fifth-extraction', set)
  startDraw(
    Number(option('seed', '1')),
    set.map(([{ messages }]) => messages[0]?.content ?? ''),
  )
  write(pool, drawSet(pool === 'check' ? 'test' : 'train', Number(option('times', '1'))))
}

function write(name: string, extractions: readonly Extraction[]): void {
  mkdirSync(output, { recursive: true })
  const file = {
    now: '2019-03-01T09:00:00Z',
    timeZone: 'UTC',
    schemas: Object.fromEntries(extractions.map(([one, schema]) => [one.id, schema])),
    cases: extractions.map(([one]) => one),
  }
  writeFileSync(`${output}/${name}.json`, JSON.stringify(file, null, 1))
  console.log(`${name}: ${extractions.length} cases of ${clones}`)
}

main()
