// Draws unseen sets from datasets of others, whose texts are not copied into this repository: it holds the seed and the hash of
// every case (eval/unseen/second.json, fourth.json, fifth- to tenth-tools.json), and this script writes the cases themselves.
//   node scripts/sample-unseen.ts <directory with clones of the sources> <output directory> [--draw=2…10] [--seal]
// It fails when a case differs from its hash; --seal writes the hashes. Each draw leaves out the texts of the ones before it and of
// the first draws for development. --seed=N [--times=M] draws M times as many cases for development, without the texts of any set.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { extractAnnotated, extractReservations, readAnnotated } from './unseen-sources/annotated-messages.ts'
import { benchmark } from './unseen-sources/function-calls.ts'
import {
  extractTurns,
  guidedCalls,
  isStated,
  readOtherTurns,
  readTurns,
  services,
  serviceTools,
  type Turn,
} from './unseen-sources/guided-dialogues.ts'
import { firstToo, homeCases, otherRequests, othersOnly, thirdSentences } from './unseen-sources/home-sentences.ts'
import {
  type Case,
  dialogueSets,
  draw,
  fifth,
  fifthUrl,
  fourth,
  fourthUrl,
  isLeftOut,
  isNew,
  type Json,
  leaveOut,
  manifest,
  manifestUrl,
  output,
  read,
  say,
  seventh,
  seventhUrl,
  sixth,
  sixthUrl,
  startDraw,
  toCase,
} from './unseen-sources/source.ts'

interface Draw {
  readonly sets: Record<string, Sets>
  readonly texts: readonly string[]
}
interface DrawOptions {
  /** How many times as many cases are drawn. */
  readonly factor?: number
  /** Index of the first sentence of each block that may be drawn; none are drawn without it. */
  readonly home?: number
}
type Sets = readonly [schemas: readonly [Case, Json][], tools: readonly [Case, Json[]][]]

const option = (name: string, preset: number): number =>
  Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? preset)
const drawn = option('draw', 2)
const seedAsked = option('seed', 0)
let times = 1

type ToolCase = [Case, Json[]]

const withoutCall = (prefix: string, index: number, source: string, text: string, tools: Json[] = []): ToolCase => [
  toCase(prefix, index, { source, messages: say(text), calls: [] }),
  tools,
]

/** Draws thanks, farewells and refusals of the guided dialogues. */
function politeTurns(turns: readonly Turn[], count: number): ToolCase[] {
  const polite = turns.filter(
    ({ speaker, acts, service, text }) =>
      speaker === 'USER' &&
      services.has(service) &&
      isNew(text) &&
      acts.every((act) => ['THANK_YOU', 'GOODBYE', 'NEGATE', 'NEGATE_INTENT'].includes(act)),
  )
  return draw(polite, count).map(({ text, service }, index) =>
    withoutCall('sgd-polite', index, 'sgd', text, serviceTools(service)),
  )
}

const bankTools = manifest.toolSets as Record<string, Json[]>

/** Draws questions to a hotel or a bank. */
function askedQuestions(count: number): ToolCase[] {
  const asked = ['hotels', 'banking'].flatMap((domain) =>
    readAnnotated(domain)
      .filter(
        ({ intents = [] }) =>
          intents.length > 1 &&
          ['how', 'why', 'when', 'how_much', 'how_long', 'deny'].some((intent) => intents.includes(intent)),
      )
      .map(({ text }) => ({ text, domain })),
  )
  return draw(asked, count).map(({ text, domain }, index) =>
    withoutCall('nlupp-asked', index, 'nlupp', text, bankTools[domain]),
  )
}

/** Draws reports of problems to a bank. */
function reportedProblems(count: number): ToolCase[] {
  const reports = [
    'declined_card_payment',
    'pending_transfer',
    'failed_transfer',
    'pending_card_payment',
    'top_up_failed',
    'transfer_timing',
  ]
  const told = read('task-specific-datasets', 'banking_data/test.csv')
    .split('\n')
    .flatMap((line) => {
      const match = /^"?(.+?)"?,(\w+)\r?$/.exec(line)
      const isReport =
        match &&
        reports.includes(match[2] ?? '') &&
        !/\b(?:please|cancel|refund|return|want|need|can you)\b/i.test(match[1] ?? '')
      return isReport ? [(match[1] ?? '').replaceAll('""', '"')] : []
    })
  return draw(
    told.filter((text) => (drawn >= 7 ? isNew(text) : !isLeftOut(text))),
    count,
  ).map((text, index) => withoutCall('banking77', index, 'banking77', text, bankTools.banking))
}

/** Draws all sets but the Russian tools; plain cases of the benchmark stand in for the live ones that are used up, if they may. */
function drawSets(mayStandIn: boolean): Record<string, Sets> {
  const turns = readTurns()
  const confirmed = turns.filter(
    (turn) =>
      turn.speaker === 'SYSTEM' &&
      isNew(turn.text) &&
      turn.acts.every((act) => act === 'CONFIRM') &&
      turn.slots.size >= 3 &&
      turn.slots.size <= 6 &&
      isStated(turn),
  )
  const informed = turns.filter(
    (turn) =>
      turn.speaker === 'USER' && isNew(turn.text) && turn.slots.size >= 2 && turn.slots.size <= 6 && isStated(turn),
  )
  const extraction = [
    ...extractTurns(confirmed, 'sgd-confirm', 14 * times),
    ...extractTurns(informed, 'sgd-inform', 6 * times),
    ...extractAnnotated('hotels', 8 * times, 'nlupp-hotels'),
    ...extractAnnotated('banking', 6 * times, 'nlupp-banking'),
    ...extractReservations(6 * times),
  ]
  const live = benchmark('live_simple', 14 * times)
  const tools = [
    ...live,
    ...(mayStandIn ? benchmark('simple_python', 14 * times - live.length) : []),
    ...benchmark('live_multiple', 6 * times),
    ...benchmark('live_irrelevance', 2 * times),
    ...guidedCalls(turns, 10 * times),
    ...politeTurns(turns, 4 * times),
    ...askedQuestions(5 * times),
    ...reportedProblems(5 * times),
  ]
  const toTranslate = [
    ...extractTurns(
      confirmed.filter(({ text }) => !extraction.some(([one]) => one.messages[0]?.content === text)),
      'ru-confirm',
      16,
    ),
    ...extractTurns(informed, 'ru-inform', 8),
    ...extractAnnotated('hotels', 12 * times, 'ru-hotels'),
    ...extractAnnotated('banking', 4 * times, 'ru-banking'),
  ]
  return {
    'extraction-english': [extraction, []],
    'tools-english': [[], tools],
    'to-translate': [toTranslate, []],
  }
}

/** Draws the sets asked for, after the draws whose texts they leave out. */
function drawAsked(): Record<string, Sets> {
  const { seed, again } = manifest
  const thirds = [seed, ...again.developed, again.seed]
  const fourths = [...thirds, fourth.seed]
  if (drawn >= 5) return drawLater(fourths)
  const draws = { 2: [seed], 3: thirds, 4: fourths }[drawn] ?? []
  if (!seedAsked) return drawAll(draws).sets
  const before = again.developed.includes(seedAsked) ? [seed] : fourths
  return drawOne(seedAsked, drawAll(before).texts, { factor: option('times', 1), home: othersOnly }).sets
}

/** Draws the sets from the fifth on, or another draw without the texts of these. */
function drawLater(fourths: readonly number[]): Record<string, Sets> {
  const sealed = drawn === 5 ? drawFifth(fourths) : drawSixth(drawFifth(fourths))
  if (drawn >= 8) return drawDialogueSet(sealed)
  if (drawn === 7 && !seedAsked) return drawSeventh(sealed)
  if (!seedAsked) return sealed.sets
  return drawOne(seedAsked, sealed.texts, { factor: option('times', 1), home: firstToo }).sets
}

/** Draws the fifth sets, without the texts of the earlier ones and of the draws that the rules of the fourth were developed with. */
function drawFifth(fourths: readonly number[]): Draw {
  const { texts } = drawAll(fourths)
  const developed = fifth.developed.flatMap((seed) => drawOne(seed, texts, { home: othersOnly }).texts)
  return drawOne(fifth.seed, [...developed, ...thirdSentences()], { home: firstToo })
}

/** Draws the sixth sets, without the texts of the fifth and of what the rules of the fifth were developed with. */
function drawSixth({ sets, texts }: Draw): Draw {
  const sealed = textsOf(sets['tools-english'])
  const pools = sixth.pools.flatMap(({ seed, parts }) => {
    startDraw(seed, sealed)
    return parts.flatMap(([part, count]) => benchmark(part, count).map(([one]) => textOf(one)))
  })
  leaveOut(sixth.leftOut)
  return drawOne(sixth.seed, [...texts, ...pools], { home: firstToo })
}

/** Draws the seventh sets from parts of the sources that no rule was developed with, and from what is left of the home. */
function drawSeventh({ texts }: Draw): Record<string, Sets> {
  startDraw(seventh.seed, texts)
  leaveOut([])
  times = 1
  const turns = readOtherTurns('test')
  const tools = [
    ...benchmark('exec_simple', 10),
    ...benchmark('exec_multiple', 4),
    ...benchmark('parallel', 5),
    ...benchmark('live_parallel', 1),
    ...guidedCalls(turns, 10),
    ...benchmark('irrelevance', 5),
    ...politeTurns(turns, 6),
    ...reportedProblems(5),
  ]
  return { 'tools-english': [[], tools], 'tools-russian': [[], [...homeCases(times, firstToo), ...otherRequests(10)]] }
}

/** Draws a set of English tools from the eighth on, without the texts of the ones before it; for development without those of any. */
function drawDialogueSet(sixths: Draw): Record<string, Sets> {
  let sets = drawSeventh(sixths)
  let texts = [...sixths.texts, ...Object.values(sets).flatMap(textsOf)]
  for (const [number, { file }] of Object.entries(dialogueSets)) {
    if (!seedAsked && Number(number) > drawn) break
    sets = drawDialogues(file.seed, texts, { ofMethod: file.ofMethod })
    texts = [...texts, ...Object.values(sets).flatMap(textsOf)]
  }
  return seedAsked ? drawDialogues(seedAsked, texts, { factor: option('times', 1), ofMethod: 4 }) : sets
}

/** Draws English tools mostly from the dialogues for test and training. Of executable cases only seven are left for these sets. */
function drawDialogues(
  seed: number,
  leftOut: readonly string[],
  { factor = 1, ofMethod = 2 }: { readonly factor?: number; readonly ofMethod?: number | undefined },
): Record<string, Sets> {
  startDraw(seed, leftOut)
  const training = readOtherTurns('train')
  const tools = [
    ...benchmark('exec_simple', 4),
    ...benchmark('parallel', 6 * factor),
    ...guidedCalls([...readOtherTurns('test'), ...training], 20 * factor, ofMethod),
    ...benchmark('irrelevance', 3 * factor),
    ...benchmark('live_irrelevance', 3 * factor),
    ...politeTurns(training, 6 * factor),
    ...reportedProblems(4 * factor),
  ]
  return { 'tools-english': [[], tools] }
}

const textOf = ({ messages }: Case): string => messages[0]?.content ?? ''
const textsOf = ([schemas, tools]: Sets = [[], []]): string[] => [...schemas, ...tools].map(([one]) => textOf(one))

/** Draws with each seed, without the texts of the draws before it. */
function drawAll(seeds: readonly number[]): Draw {
  let last: Draw = { sets: {}, texts: [] }
  for (const seed of seeds) last = drawOne(seed, last.texts, seed === fourth.seed ? { home: othersOnly } : {})
  return last
}

/** Draws with one seed, sentences to a home from those of an index on. Returns the sets, and their texts with those left out. */
function drawOne(seed: number, leftOut: readonly string[], { factor = 1, home }: DrawOptions = {}): Draw {
  startDraw(seed, leftOut)
  times = factor
  const sets = drawSets(home === firstToo)
  if (home !== undefined) sets['tools-russian'] = [[], homeCases(times, home)]
  return { sets, texts: [...leftOut, ...Object.values(sets).flatMap(textsOf)] }
}

function main(): void {
  mkdirSync(output, { recursive: true })
  for (const [name, [schemas, tools]] of Object.entries(drawAsked())) if (isWritten(name)) write(name, schemas, tools)
}

/** The second draw has texts to translate, and the extractions from the fifth on have a script of their own. */
function isWritten(name: string): boolean {
  return drawn >= 5 ? name.startsWith('tools') : name !== 'to-translate' || drawn === 2
}

function write(name: string, schemas: readonly [Case, Json][], tools: readonly [Case, Json[]][]): void {
  const cases = [...schemas, ...tools].map(([one]) => one)
  const names = tools.flatMap(([, set]) => set.map((tool) => String(tool.name)))
  const home = new Set(fourth.home.tools.map((tool) => tool.name))
  const changes = [...new Set(names)].filter(
    (one) =>
      (home.has(one) && !one.startsWith('get_')) ||
      /(?:^|_)(?:add|book|buy|cancel|change|close|create|delete|execute|get_ride|make|order|pay|play|refund|rent|reserve|schedule|send|set|transfer|turn|update|block)(?:_|$)/i.test(
        one,
      ),
  )
  const file = {
    now: '2019-03-01T09:00:00Z',
    timeZone: 'UTC',
    changes,
    schemas: Object.fromEntries(schemas.map(([one, schema]) => [one.id, schema])),
    toolSets: Object.fromEntries(tools.map(([one, set]) => [one.id, set])),
    cases,
  }
  writeFileSync(`${output}/${name}.json`, JSON.stringify(file, null, 1))
  const hashes = Object.fromEntries([
    ...cases.map((one) => [
      one.id,
      createHash('sha256')
        .update(JSON.stringify([one, file.schemas[one.id], file.toolSets[one.id]]))
        .digest('hex')
        .slice(0, 16),
    ]),
  ]) as Record<string, string>
  if (seedAsked) return
  const own = {
    4: [fourthUrl, fourth],
    5: [fifthUrl, fifth],
    6: [sixthUrl, sixth],
    7: [seventhUrl, seventh],
  } as const
  const later = dialogueSets[drawn]
  const [url, owner] = later
    ? ([later.url, later.file] as const)
    : (own[drawn as 4 | 5 | 6 | 7] ?? ([manifestUrl, manifest] as const))
  const draft = drawn === 3 ? manifest.again : owner
  const sealed = draft.hashes
  if (process.argv.includes('--seal')) {
    sealed[name] = hashes
    writeFileSync(url, `${JSON.stringify(owner, null, 2)}\n`)
  } else if (JSON.stringify(sealed[name]) !== JSON.stringify(hashes)) throw new Error(`${name} differs from its hashes`)
  console.log(`${name}: ${cases.length} cases, seed ${draft.seed}`)
}

main()
