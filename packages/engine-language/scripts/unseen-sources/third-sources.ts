import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { createRandom, drawItems } from './seeded-draw.ts'

/** Text of others as drawn, before it has an expectation. */
export interface Drawn {
  readonly id: string
  readonly source: string
  readonly text: string
  /** Label or companion text of the source: an intent, an answer, a passage, a category. */
  readonly note: string
}

/** Source, with the revision that is read. */
export interface Source {
  readonly about: string
  readonly clone: string
  readonly commit: string
}

/** Reads files of the clones and draws from them. */
export interface Sampler {
  /** Returns a file as text. */
  read(source: string, path: string): string
  /** Returns a gzip-compressed file as text. */
  readCompressed(source: string, path: string): string
  /** Returns the names of files in a directory. */
  list(source: string, directory: string): string[]
  /** Draws texts that no other set holds, of at most 300 characters. */
  draw(
    prefix: string,
    source: string,
    items: readonly (readonly [text: string, note: string])[],
    count: number,
  ): Drawn[]
  /** Draws passages of any length that no other set holds. */
  drawPassages(passages: readonly string[], count: number): string[]
}

/** Creates a sampler whose draws depend on the seed and on the order of the calls. */
export function createSampler(clones: string, sources: Readonly<Record<string, Source>>, seed: number): Sampler {
  const random = createRandom(seed)
  const known = readKnownTexts()
  const git = (source: string, ...rest: string[]): Buffer =>
    execFileSync('git', ['-C', `${clones}/${sources[source]?.clone}`, ...rest], { maxBuffer: 1 << 28 })
  const show = (source: string, path: string) => git(source, 'show', `${sources[source]?.commit}:${path}`)
  return {
    read: (source, path) => show(source, path).toString('utf8'),
    readCompressed: (source, path) => gunzipSync(show(source, path)).toString('utf8'),
    list: (source, directory) =>
      git(source, 'ls-tree', '--name-only', sources[source]?.commit ?? '', `${directory}/`)
        .toString('utf8')
        .trim()
        .split('\n'),
    drawPassages: (passages, count) =>
      drawItems(
        random,
        passages.filter((passage) => !known.has(passage.trim())),
        count,
      ),
    draw(prefix, source, items, count) {
      const fitting = [...new Map(items)].filter(
        ([text]) => text.length > 0 && text.length <= 300 && !known.has(text.trim()),
      )
      const drawn = drawItems(random, fitting, count)
      for (const [text] of drawn) known.add(text.trim())
      return drawn.map(([text, note], index) => ({ id: `${prefix}-${index + 1}`, source, text: text.trim(), note }))
    },
  }
}

/** Returns every string of the sets that exist already, of all engines. */
function readKnownTexts(): Set<string> {
  const known = new Set<string>()
  const packages = new URL('../../../', import.meta.url)
  for (const name of ['engine-language', 'engine-vision', 'engine-audio']) {
    const directory = new URL(`${name}/eval/`, packages)
    for (const path of readdirSync(directory, { recursive: true, encoding: 'utf8' }))
      if (path.endsWith('.json') && !path.endsWith('third.json'))
        collect(JSON.parse(readFileSync(new URL(path, directory), 'utf8')), known)
  }
  return known
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(value.trim())
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) collect(one, into)
}
