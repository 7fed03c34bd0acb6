import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { formatTable } from '../../src/lib/terminal.ts'
import { weighAlone } from './weigh-alone.ts'

const assets = join(dirname(createRequire(import.meta.url).resolve('@mira/demo-web/package.json')), 'dist/assets')

/** Chunks have what all screens use of a package; these tell what one would have without the others. */
const programs = [
  {
    title: '\nOne streamed call',
    program: `export { createClient } from '@mira/core'
      export { streamChatCompletion } from '@mira/chat'`,
  },
  {
    title: 'What the chat screen uses',
    program: `export { createClient, isMiraError } from '@mira/core'
      export { defineTool, imagePart, listModels, streamChatCompletion, streamTools } from '@mira/chat'`,
  },
]

interface Chunk {
  readonly name: string
  readonly code: string
  readonly gzipBytes: number
  /** Chunks that must be there before it. */
  readonly imports: readonly string[]
  /** Packages whose code it has. */
  readonly packages: readonly string[]
}

/** Prints every screen with what it loads, and which Mira code that has. */
export async function printChunks(): Promise<void> {
  const chunks = new Map((await readChunks()).map((chunk) => [chunk.name, chunk]))
  const entry = closureOf(chunks, nameOf(chunks, /^index-/))
  const rows = [...chunks.keys()]
    .filter((name) => name.includes('-screen-'))
    .map((name) => {
      const needed = closureOf(chunks, name)
      const own = [...needed].filter((other) => !entry.has(other))
      const mira = [...new Set([...needed, ...entry])].filter((other) => other.startsWith('mira-'))
      return [name.replace(/-screen-.*/, ''), kib(chunks, own), kib(chunks, mira), mira.map(shortName).join(', ')]
    })
  console.log(`\nEvery screen needs ${kib(chunks, [...entry])} KiB (gzip) of frame, React and library; then\n`)
  console.log(formatTable(['screen', 'gzip KiB more', 'of Mira, gzip KiB', 'chunks of Mira'], rows))
  const mira = [...chunks.values()].filter(({ name }) => name.startsWith('mira-'))
  console.log('\nWhat the chunks of Mira have: what all screens together use of a package.\n')
  console.log(
    formatTable(
      ['chunk', 'min KiB', 'gzip KiB', 'packages in it'],
      mira.map(({ name, code, gzipBytes, packages }) => [
        shortName(name),
        (code.length / 1_024).toFixed(1),
        (gzipBytes / 1_024).toFixed(1),
        packages.join(', '),
      ]),
    ),
  )
  for (const { title, program } of programs) {
    const size = ((await weighAlone(program)) / 1_024).toFixed(1)
    console.log(`${title}, by itself: ${size} KiB`)
  }
}

async function readChunks(): Promise<Chunk[]> {
  const names = (await readdir(assets)).filter((name) => name.endsWith('.js'))
  return Promise.all(
    names.map(async (name) => {
      const code = await readFile(join(assets, name), 'utf8')
      const map = await readFile(join(assets, `${name}.map`), 'utf8').catch(() => '{"sources":[]}')
      const { sources } = JSON.parse(map) as { sources: string[] }
      // Static imports only: what is loaded when it is asked for stands in `import()`.
      const imports = [...code.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)].map(([, file]) => file!)
      return { name, code, imports, gzipBytes: gzipSync(code, { level: 9 }).length, packages: packagesOf(sources) }
    }),
  )
}

function packagesOf(sources: readonly string[]): string[] {
  const names = sources.map((source) => {
    const [, ours] = /\/packages\/([^/]+)\//.exec(source) ?? []
    const [, theirs] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source) ?? []
    return ours ? `@mira/${ours}` : (theirs ?? 'the page')
  })
  return [...new Set(names)]
}

type Chunks = ReadonlyMap<string, Chunk>

function closureOf(chunks: Chunks, name: string, known: Set<string> = new Set()): Set<string> {
  if (known.has(name)) return known
  known.add(name)
  for (const other of chunks.get(name)?.imports ?? []) closureOf(chunks, other, known)
  return known
}

const nameOf = (chunks: Chunks, pattern: RegExp): string => [...chunks.keys()].find((name) => pattern.test(name))!

const shortName = (name: string): string => name.replace(/-[^-]{8}\.js$/, '')

function kib(chunks: Chunks, names: readonly string[]): string {
  const bytes = names.reduce((sum, name) => sum + (chunks.get(name)?.gzipBytes ?? 0), 0)
  return (bytes / 1_024).toFixed(1)
}
