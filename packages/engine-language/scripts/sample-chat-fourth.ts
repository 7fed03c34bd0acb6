// Draws the fourth unseen set of chats, whose English texts are not copied into this repository: eval/unseen/fourth-chat.json
// holds the sources, commits, the seed, expectations, own translations and the hash of every text.
//   node scripts/sample-chat-fourth.ts <directory with clones of the sources> <output file> [--seal | --list]
// It fails when a text differs from its hash; --seal writes the hashes, --list the drawn texts.
import { readFileSync, writeFileSync } from 'node:fs'
import { drawFourthChats, hashOf } from './unseen-sources/fourth-draws.ts'
import { createSampler, type Drawn, type Source } from './unseen-sources/third-sources.ts'

type Expected = Readonly<Record<string, unknown>> & { readonly text?: string }

interface Manifest {
  readonly seed: number
  readonly now: string
  readonly timeZone: string
  readonly sources: Readonly<Record<string, Source>>
  readonly expected: Readonly<Record<string, Expected>>
  readonly own: readonly Readonly<Record<string, unknown>>[]
  readonly hashes: Readonly<Record<string, string>>
}

const [clones = '', output = ''] = process.argv.slice(2)
const manifestUrl = new URL('../eval/unseen/fourth-chat.json', import.meta.url)
const manifest = JSON.parse(readFileSync(manifestUrl, 'utf8')) as Manifest
const drawn = drawFourthChats(createSampler(clones, manifest.sources, manifest.seed), clones)
if (process.argv.includes('--list')) for (const { id, text, note } of drawn) console.log(`${id}\t${text}\t${note}`)
else writeCases()

function writeCases(): void {
  const hashes = Object.fromEntries(drawn.map(({ id, text, note }) => [id, hashOf([text, note])]))
  if (process.argv.includes('--seal'))
    writeFileSync(manifestUrl, `${JSON.stringify({ ...manifest, hashes }, null, 2)}\n`)
  else check(hashes)
  const { now, timeZone } = manifest
  const cases = [...drawn.map(toCase), ...manifest.own.map((one) => ({ kind: 'skill', source: 'own', ...one }))]
  writeFileSync(output, `${JSON.stringify({ now, timeZone, cases }, null, 2)}\n`)
}

function check(hashes: Readonly<Record<string, string>>): void {
  const changed = Object.keys({ ...hashes, ...manifest.hashes }).filter((id) => hashes[id] !== manifest.hashes[id])
  if (changed.length > 0) throw new Error(`These texts differ from their hashes: ${changed.join(', ')}`)
}

/** An own translation stands in place of the text that was drawn. */
function toCase({ id, source, text }: Drawn): object {
  const { text: translated, ...expected } = manifest.expected[id] ?? {}
  const messages = [{ role: 'user', content: translated ?? text }]
  return { id, kind: 'skill', source: translated ? `${source}-translated` : source, messages, ...expected }
}
