// Draws the fifth unseen set of prompts of pictures, whose texts are not copied into this repository:
// eval/unseen/fifth-drawings.json holds the sources, commits, the seed, expectations, own translations and the hash of every
// text, and this script writes the cases.
//   node scripts/sample-drawings-fifth.ts <directory with clones of the sources> <output directory> [--seal]
// It fails when a text differs from its hash; --seal writes the hashes.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { drawFifthPrompts } from './unseen-sources/fifth-drawings-draws.ts'
import { createMediaSampler, hashOf } from './unseen-sources/fourth-media-draws.ts'
import type { Source } from './unseen-sources/third-sources.ts'

interface Manifest {
  readonly seed: number
  readonly sources: Readonly<Record<string, Source>>
  /** Hashes of quoted Russian texts that are no prompts of pictures: titles and sentences of the notebooks. */
  readonly notPrompts: readonly string[]
  /** What is accepted as a drawing; `text` is an own translation, which stands in place of the text that was drawn. */
  readonly expected: Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly text?: string }>>
  hashes: Record<string, string>
}

const [clones = '', output = ''] = process.argv.slice(2)
const manifestUrl = new URL('../eval/unseen/fifth-drawings.json', import.meta.url)
const manifest = readJson(manifestUrl) as Manifest
const { sources, seed, notPrompts, expected } = manifest
const drawn = drawFifthPrompts(
  createMediaSampler({ clones, sources, seed, known: new Set([...notPrompts, ...readKnown()]) }),
)
checkHashes(Object.fromEntries(drawn.map((one) => [one.id, hashOf(one)])))
const items = drawn.map(({ id, text }) => {
  const { text: translated, ...wanted } = expected[id] ?? {}
  return { prompt: translated ?? text, language: id.slice(0, 2), kind: id.split('-')[1], ...wanted }
})
mkdirSync(output, { recursive: true })
writeFileSync(`${output}/drawings.json`, `${JSON.stringify({ items }, null, 2)}\n`)

/** Returns the prompts of the earlier sets, or their hashes. */
function readKnown(): string[] {
  const directory = new URL('../../engine-vision/eval/images/', import.meta.url)
  const sets = readdirSync(directory).filter((name) => name.endsWith('.json'))
  const prompts = sets.flatMap((name) => {
    const { items } = readJson(new URL(name, directory)) as { items: { prompt: string }[] }
    return items.map(({ prompt }) => prompt.trim())
  })
  const hashes = ['third.json', 'fourth-media.json'].flatMap((name) =>
    Object.values((readJson(new URL(name, manifestUrl)) as Manifest).hashes),
  )
  return [...prompts, ...hashes]
}

function checkHashes(hashes: Manifest['hashes']): void {
  if (process.argv.includes('--seal')) {
    writeFileSync(manifestUrl, `${JSON.stringify({ ...manifest, hashes }, null, 2)}\n`)
    return
  }
  const changed = Object.keys({ ...hashes, ...manifest.hashes }).filter((id) => hashes[id] !== manifest.hashes[id])
  if (changed.length > 0) throw new Error(`These texts differ from their hashes: ${changed.join(', ')}`)
}

function readJson(url: URL): unknown {
  return JSON.parse(readFileSync(url, 'utf8'))
}
