// Draws the fourth unseen sets of prompts and spoken texts, whose texts are not copied into this repository:
// eval/unseen/fourth-media.json holds the sources, commits, the seed, expectations, own translations and the hash of every
// text, and this script writes the cases.
//   node scripts/sample-media-fourth.ts <directory with clones of the sources> <output directory> [--seal]
// It fails when a text differs from its hash; --seal writes the hashes.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createMediaSampler, drawMediaPrompts, drawMediaSpeech, hashOf } from './unseen-sources/fourth-media-draws.ts'
import type { Drawn, Source } from './unseen-sources/third-sources.ts'

type Expected = Readonly<Record<string, unknown>> & { readonly text?: string; readonly read?: readonly string[] }

interface Manifest {
  readonly seed: number
  readonly sources: Readonly<Record<string, Source>>
  /** Source all of whose spoken texts are left out, since an earlier set was drawn from it. */
  readonly without: { readonly source: string; readonly directory: string }
  readonly expected: Readonly<Record<'prompts' | 'speech', Readonly<Record<string, Expected>>>>
  hashes: Record<string, string>
}

const [clones = '', output = ''] = process.argv.slice(2)
const manifestUrl = new URL('../eval/unseen/fourth-media.json', import.meta.url)
const manifest = JSON.parse(readFileSync(manifestUrl, 'utf8')) as Manifest
const { sources, seed, expected, without } = manifest
const reader = createMediaSampler({ clones, sources, seed, known: new Set() })
const earlier = reader
  .list(without.source)
  .filter((path) => path.startsWith(without.directory) && path.endsWith('.txt'))
  .flatMap((path) => reader.read(without.source, path).split('\n'))
  .map((line) => (line.split(' => ')[0] ?? '').trim())
const known = new Set([...earlier, ...readKnown()])
const draws = {
  prompts: drawMediaPrompts(createMediaSampler({ clones, sources, seed, known })),
  speech: drawMediaSpeech(createMediaSampler({ clones, sources, seed, known })),
}
check()
mkdirSync(output, { recursive: true })
write(
  'drawings',
  draws.prompts.map((drawn) => toPrompt(drawn, expected.prompts[drawn.id])),
)
write(
  'speech',
  draws.speech.map(({ id, text, note }) => ({
    text,
    language: id.slice(0, 2),
    kind: id.split('-')[1],
    read: [note, ...(expected.speech[id]?.read ?? [])].filter(Boolean),
  })),
)

/** Returns the texts of the other sets of pictures and speech, and the hashes of the third. */
function readKnown(): Set<string> {
  const known = new Set<string>()
  for (const directory of ['engine-vision/eval/images/', 'engine-audio/eval/speech/']) {
    const url = new URL(`../../${directory}`, import.meta.url)
    for (const name of readdirSync(url).filter((one) => one.endsWith('.json'))) {
      const { items } = JSON.parse(readFileSync(new URL(name, url), 'utf8')) as {
        items: { prompt?: string; text?: string }[]
      }
      for (const { prompt, text } of items) known.add((prompt ?? text ?? '').trim())
    }
  }
  const third = JSON.parse(readFileSync(new URL('third.json', manifestUrl), 'utf8')) as { hashes: Manifest['hashes'] }
  for (const hash of Object.values(third.hashes)) known.add(hash)
  return known
}

function check(): void {
  const hashes = Object.fromEntries(
    Object.entries(draws).flatMap(([set, drawn]) => drawn.map((one) => [`${set}/${one.id}`, hashOf(one)])),
  )
  if (process.argv.includes('--seal')) {
    writeFileSync(manifestUrl, `${JSON.stringify({ ...manifest, hashes }, null, 2)}\n`)
    return
  }
  const changed = Object.keys({ ...hashes, ...manifest.hashes }).filter((id) => hashes[id] !== manifest.hashes[id])
  if (changed.length > 0) throw new Error(`These texts differ from their hashes: ${changed.join(', ')}`)
}

function write(name: string, items: readonly object[]): void {
  writeFileSync(`${output}/${name}.json`, `${JSON.stringify({ items }, null, 2)}\n`)
}

/** An own translation stands in place of the text that was drawn. */
function toPrompt({ id, text }: Drawn, { text: translated, ...rest }: Expected = {}): object {
  return { prompt: translated ?? text, language: id.slice(0, 2), kind: id.split('-')[1], ...rest }
}
