// Composes the requests of a set in eval/music and prints how many get the instruments, genre and tempo they name, or an
// answer that states the difference.
//   node --conditions=@mira/source packages/engine-audio/scripts/eval-requests.ts [set] [--instrumental] [--verbose]
import { readFile } from 'node:fs/promises'
import { EngineInputError } from '@mira/engine'
import { createLocalMusicEngine, type LocalSong } from '../src/index.ts'

interface Item {
  readonly prompt: string
  readonly play?: readonly string[]
  readonly say?: readonly string[]
  readonly not?: readonly string[]
  readonly only?: boolean
  readonly genre?: readonly string[]
  readonly tempo?: readonly [number, number]
}

type Composition = LocalSong['composition']

const isVerbose = process.argv.includes('--verbose')
const isInstrumental = process.argv.includes('--instrumental')
const [set = 'held-out-requests'] = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const { items } = JSON.parse(await readFile(new URL(`../eval/music/${set}.json`, import.meta.url), 'utf8')) as {
  items: readonly Item[]
}
const engine = createLocalMusicEngine()
const counts = { right: 0, declined: 0, wrong: 0 }
for (const item of items) {
  const [verdict, reason] = await judge(item)
  counts[verdict]++
  if (isVerbose) console.log(`${verdict.padEnd(8)} ${item.prompt}: ${reason}`)
}
await engine.close()
console.log(`${set}: ${items.length}, right ${counts.right}, declined ${counts.declined}, wrong ${counts.wrong}`)

async function judge(item: Item): Promise<readonly [keyof typeof counts, string]> {
  try {
    const request = {
      prompt: item.prompt,
      durationSeconds: 20,
      isInstrumental,
      format: 'wav',
      seed: 11,
    } as const
    const { composition, lyrics }: { composition: Composition; lyrics: string | undefined } =
      await engine.compose(request)
    const { wrong, stated } = faultsOf(item, composition)
    if (lyrics) wrong.push(`sang ${JSON.stringify(lyrics.slice(0, 40))}`)
    const summary = `${[...wrong, ...stated].join('; ')} | ${composition.genre}, ${composition.tempo}, ${composition.instruments.join(' ')} | ${composition.differences?.join('; ') ?? ''}`
    return [wrong.length > 0 ? 'wrong' : stated.length > 0 ? 'declined' : 'right', summary]
  } catch (error) {
    if (!(error instanceof EngineInputError)) throw error
    return ['declined', error.message]
  }
}

function faultsOf(
  { play = [], say = [], not = [], only = false, genre, tempo }: Item,
  { instruments, genre: played, tempo: pace, differences = [] }: Composition,
): { wrong: string[]; stated: string[] } {
  const said = differences.join(' ').toLowerCase()
  const [wrong, stated]: [string[], string[]] = [[], []]
  const has = (names: string) => names.split('|').some((name) => instruments.includes(name))
  const note = (fault: string, words: string) =>
    (words.split('|').some((word) => said.includes(word.replaceAll('-', ' '))) ? stated : wrong).push(fault)
  for (const names of play) if (!has(names)) note(`no ${names}`, names)
  for (const word of say) if (!said.includes(word)) wrong.push(`silent about ${word}`)
  for (const name of not) if (instruments.includes(name)) wrong.push(`${name} sounds`)
  if (only && instruments.some((name) => !play.some((names) => names.split('|').includes(name))))
    note(`more than ${play.join(' ')}`, 'other instruments')
  if (genre && !genre.includes(played)) note(`genre ${played}`, genre.join('|'))
  if (tempo && (pace < tempo[0] || pace > tempo[1])) note(`tempo ${pace}`, 'tempo')
  return { wrong, stated }
}
