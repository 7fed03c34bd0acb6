import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createMediaSampler, hashOf, type MediaSampler } from './fourth-media-draws.ts'
import type { Drawn, Source } from './third-sources.ts'

interface Manifest {
  readonly seed: number
  readonly sources: Readonly<Record<string, Source>>
  /** Hashes of quoted Russian texts that are no prompts of pictures: titles and sentences of the notebooks. */
  readonly notPrompts?: readonly string[]
  /** What is accepted as a drawing; `text` is an own translation, which stands in place of the text that was drawn. */
  readonly expected: Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly text?: string }>>
  hashes: Record<string, string>
}

/** Set of prompts of pictures, whose texts are not copied into this repository. */
export interface DrawingSet {
  /** Name of its file in `eval/unseen`, without the extension. */
  readonly name: string
  /** Names of the earlier sets there, whose texts must not be drawn. */
  readonly earlier: readonly string[]
  readonly draw: (sampler: MediaSampler) => Drawn[]
}

/** Draws the prompts of a set, checks or seals their hashes, and writes the cases, as the arguments of the command ask. */
export function sampleDrawings({ name, earlier, draw }: DrawingSet): void {
  const [clones = '', output = ''] = process.argv.slice(2)
  const url = urlOf(name)
  const manifest = readJson(url) as Manifest
  const { sources, seed, notPrompts = [], expected } = manifest
  const known = new Set([...notPrompts, ...readPrompts(), ...earlier.flatMap(readHashes)])
  const drawn = draw(createMediaSampler({ clones, sources, seed, known }))
  const hashes = Object.fromEntries(drawn.map((one) => [one.id, hashOf(one)]))
  if (process.argv.includes('--seal')) writeFileSync(url, `${JSON.stringify({ ...manifest, hashes }, null, 2)}\n`)
  else checkHashes(hashes, manifest.hashes)
  const items = drawn.map(({ id, text }) => {
    const { text: translated, ...wanted } = expected[id] ?? {}
    return { prompt: translated ?? text, language: id.slice(0, 2), kind: id.split('-')[1], ...wanted }
  })
  mkdirSync(output, { recursive: true })
  writeFileSync(`${output}/drawings.json`, `${JSON.stringify({ items }, null, 2)}\n`)
}

/** Returns the prompts of the sets that are copied into this repository. */
function readPrompts(): string[] {
  const directory = new URL('../../../engine-vision/eval/images/', import.meta.url)
  const sets = readdirSync(directory).filter((name) => name.endsWith('.json'))
  return sets.flatMap((name) => {
    const { items } = readJson(new URL(name, directory)) as { items: { prompt: string }[] }
    return items.map(({ prompt }) => prompt.trim())
  })
}

function readHashes(name: string): string[] {
  return Object.values((readJson(urlOf(name)) as Manifest).hashes)
}

function checkHashes(hashes: Manifest['hashes'], sealed: Manifest['hashes']): void {
  const changed = Object.keys({ ...hashes, ...sealed }).filter((id) => hashes[id] !== sealed[id])
  if (changed.length > 0) throw new Error(`These texts differ from their hashes: ${changed.join(', ')}`)
}

function urlOf(name: string): URL {
  return new URL(`../../eval/unseen/${name}.json`, import.meta.url)
}

function readJson(url: URL): unknown {
  return JSON.parse(readFileSync(url, 'utf8'))
}
