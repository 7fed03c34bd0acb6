// Bundles every export of the client packages alone with Vite, webpack and Rspack, and checks that the others add no byte:
//
//   node tests/size/exports.ts [--only=chat,jobs]
//
// The packages must be built. Takes many minutes: 1,000 bundles.
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { installTools } from '../release/lib/tools.ts'
import { bundleWithVite, type ExportBundler, loadExportBundlers } from './lib/bundlers/export-bundlers.ts'
import { formatTable } from './lib/table.ts'
import { Verdicts } from './lib/verdicts.ts'

/** Packages that run in web pages. */
const clients = [
  ...['core', 'account', 'chat', 'jobs', 'media', 'realtime', 'batch', 'meter', 'otel', 'traffic', 'ai-sdk', 'proxy'],
  ...['ui-core', 'react', 'svelte', 'vue'],
]

const packages = resolve(import.meta.dirname, '../../packages')
const names: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../pack/names.json'), 'utf8'),
)
const { values } = parseArgs({ options: { only: { type: 'string', default: clients.join() } } })

await installTools()
const bundlers = loadExportBundlers()
const verdicts = new Verdicts()
const folder = mkdtempSync(join(realpathSync(tmpdir()), 'mira-exports-'))
try {
  for (const name of clients) {
    const link = join(folder, 'node_modules/@mira', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(packages, name), link, 'dir')
  }
  const rows: string[][] = []
  for (const name of values.only.split(',')) rows.push(...(await measurePackage(`@mira/${name}`)))
  const header = bundlers.flatMap(({ name }) => [name, 'others'])
  console.log('\nMinified bytes of each export alone, and bytes that the others of its entry add\n')
  console.log(formatTable(['export', ...header], rows))
} finally {
  rmSync(folder, { recursive: true })
}
verdicts.report()

async function measurePackage(name: string): Promise<string[][]> {
  const rows: string[][] = []
  for (const [entry, exported] of Object.entries(names[name] ?? {})) {
    const values = exported.filter((item) => !item.startsWith('type '))
    if (entry.endsWith('/node') || values.length === 0) continue
    rows.push(...(await measureEntry(name + entry.slice(1), values)))
    console.log(`${name + entry.slice(1)}: ${values.length} exports`)
  }
  return rows
}

async function measureEntry(specifier: string, exported: readonly string[]): Promise<string[][]> {
  const unused = await measureUnused(specifier)
  verdicts.note(`${specifier} only declares`, unused === 0 ? [] : [`${unused} bytes run when it is imported`])
  const rows: string[][] = []
  for (const name of exported) {
    const cells: string[] = []
    for (const bundler of bundlers) {
      const alone = await measure(bundler, `import { ${name} } from '${specifier}'\nglobalThis.used = ${name}\n`)
      const among = await measure(bundler, `import * as all from '${specifier}'\nglobalThis.used = all.${name}\n`)
      const problems = among === alone ? [] : [`alone ${alone} bytes, among the others ${among}`]
      verdicts.note(`${specifier} ${name}: the others add nothing, by ${bundler.name}`, problems)
      cells.push(String(alone), String(among - alone))
    }
    rows.push([`${specifier} ${name}`, ...cells])
  }
  return rows
}

/** Measures the statements of a package that a bundler must keep if it knows nothing of `"sideEffects": false`. */
async function measureUnused(specifier: string): Promise<number> {
  const program = 'globalThis.used = 0\n'
  const imported = await bundleWithVite(write(`import '${specifier}'\n${program}`), { ignoresSideEffects: true })
  return imported - (await bundleWithVite(write(program), { ignoresSideEffects: true }))
}

function measure(bundler: ExportBundler, code: string): Promise<number> {
  return bundler.bundle(write(code))
}

function write(code: string): string {
  const file = join(folder, 'program.mjs')
  writeFileSync(file, code)
  return file
}
