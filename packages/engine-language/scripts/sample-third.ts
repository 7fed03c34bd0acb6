// Draws the third unseen sets, whose texts are not copied into this repository: eval/unseen/third.json holds the sources,
// commits, the seed, expectations, own translations and the hash of every text, and this script writes the cases.
//   node scripts/sample-third.ts <directory with clones of the sources> <output directory> [--seal]
// It fails when a text differs from its hash; --seal writes the hashes.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import {
  drawChats,
  drawEdits,
  drawModeration,
  drawPrompts,
  drawRetrieval,
  drawSpeech,
  drawTools,
} from './unseen-sources/third-draws.ts'
import { createSampler, type Drawn, type Source } from './unseen-sources/third-sources.ts'

type Expected = Readonly<Record<string, unknown>> & { readonly text?: string; readonly read?: readonly string[] }

interface Manifest {
  readonly seed: number
  readonly sources: Readonly<Record<string, Source>>
  readonly expected: Readonly<
    Record<'chat' | 'tools' | 'prompts' | 'edits' | 'speech', Readonly<Record<string, Expected>>>
  >
  readonly own: readonly Readonly<Record<string, unknown>>[]
  readonly toolSets: unknown
  readonly changes: readonly string[]
  hashes: Record<string, string>
}

const [clones = '', output = ''] = process.argv.slice(2)
const manifestUrl = new URL('../eval/unseen/third.json', import.meta.url)
const manifest = JSON.parse(readFileSync(manifestUrl, 'utf8')) as Manifest
const { expected } = manifest
const sampler = createSampler(clones, manifest.sources, manifest.seed)
const draws = {
  chat: drawChats(sampler),
  tools: drawTools(sampler),
  prompts: drawPrompts(sampler),
  edits: drawEdits(sampler),
  moderation: drawModeration(sampler),
  retrieval: drawRetrieval(sampler),
  speech: drawSpeech(sampler),
}
check()
mkdirSync(output, { recursive: true })
const base = { now: '2026-03-10T09:30:00Z', timeZone: 'UTC' }
write('chat', {
  ...base,
  cases: [
    ...draws.chat.map((drawn) => ({ kind: 'skill', ...toConversation(drawn, expected.chat[drawn.id]) })),
    ...manifest.own.map((one) => ({ kind: 'skill', source: 'own', ...one })),
  ],
})
write('tools-russian', {
  now: '2019-03-01T09:00:00Z',
  timeZone: 'UTC',
  changes: manifest.changes,
  toolSets: manifest.toolSets,
  cases: draws.tools.map((drawn) => ({ kind: 'tool', ...toConversation(drawn, expected.tools[drawn.id]) })),
})
write('drawings', { items: draws.prompts.map((drawn) => toPrompt(drawn, expected.prompts[drawn.id])) })
write('edits', { items: draws.edits.map((drawn) => toPrompt(drawn, expected.edits[drawn.id])) })
write('moderation', { english: groupByKind('en'), russian: groupByKind('ru') })
write('retrieval', { english: pairsOf('en'), russian: pairsOf('ru') })
write('speech', {
  items: draws.speech.map(({ id, text, note }) => ({ text, read: [note, ...(expected.speech[id]?.read ?? [])] })),
})

function check(): void {
  const hashes = Object.fromEntries(
    Object.entries(draws).flatMap(([set, drawn]) =>
      drawn.map(({ id, text, note }) => [
        `${set}/${id}`,
        createHash('sha256').update(`${text}\n${note}`).digest('hex').slice(0, 16),
      ]),
    ),
  )
  if (process.argv.includes('--seal')) {
    writeFileSync(manifestUrl, `${JSON.stringify({ ...manifest, hashes }, null, 2)}\n`)
    return
  }
  const changed = Object.keys({ ...hashes, ...manifest.hashes }).filter((id) => hashes[id] !== manifest.hashes[id])
  if (changed.length > 0) throw new Error(`These texts differ from their hashes: ${changed.join(', ')}`)
}

function write(name: string, content: unknown): void {
  writeFileSync(`${output}/${name}.json`, `${JSON.stringify(content, null, 2)}\n`)
}

/** An own translation stands in place of the text that was drawn. */
function toConversation({ id, source, text }: Drawn, { text: translated, ...rest }: Expected = {}): object {
  return {
    id,
    source: translated ? `${source}-translated` : source,
    messages: [{ role: 'user', content: translated ?? text }],
    ...rest,
  }
}

function toPrompt({ id, text }: Drawn, { text: translated, ...rest }: Expected = {}): object {
  return { prompt: translated ?? text, language: id.slice(0, 2), ...rest }
}

function groupByKind(language: string): Record<string, Record<string, string[]>> {
  const groups: Record<string, Record<string, string[]>> = { harmless: {}, harmful: {} }
  for (const { id, text } of draws.moderation) {
    const [own, kind = '', name = ''] = id.split('-')
    const group = own === language ? groups[kind] : undefined
    if (group) group[name] = [...(group[name] ?? []), text]
  }
  return groups
}

function pairsOf(language: string): [string, string][] {
  return draws.retrieval.filter(({ id }) => id.startsWith(language)).map(({ text, note }) => [text, note])
}
