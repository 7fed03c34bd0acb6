// Packs all published packages for a release, with `release.json`, which lists them in the order of publishing, and a bill of
// materials (CycloneDX) of each: node scripts/release/pack.mjs FOLDER
//
// The packages must be built. `publish.mjs` then needs this folder only, and no dependency.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { pack } from '../../tests/pack/lib/pack.ts'
import { publishedFolders } from '../../tests/pack/lib/package.ts'
import { pnpm } from '../install.mjs'
import { readChangelogEntry } from './lib/changelog.ts'
import { readHome } from './lib/home.ts'
import { inOrderOfPublishing, integrityOf } from './lib/release.ts'

const [target] = process.argv.slice(2)
if (target === undefined) throw new Error('usage: pack.mjs FOLDER')
const folder = resolve(target)
process.chdir(resolve(import.meta.dirname, '../..'))
mkdirSync(folder, { recursive: true })

const sources = new Map(publishedFolders().map((source) => [nameOf(source), source]))
const packed = pack([...sources.values()], folder)
const released = inOrderOfPublishing(packed.map(({ manifest }) => manifest)).map(({ name }) => {
  const { manifest, tarball } = packed.find((one) => one.manifest.name === name)
  const { version } = manifest
  const integrity = integrityOf(readFileSync(tarball))
  return { name, version, file: basename(tarball), integrity, notes: readNotes(sources.get(name), version) }
})
for (const unpacked of packed) rmSync(unpacked.folder, { recursive: true })

const home = readHome(packed[0].manifest)?.url ?? null
writeFileSync(join(folder, 'release.json'), `${JSON.stringify({ home, packages: released }, null, 2)}\n`)
console.log(
  `${released.length} packages in ${folder}${home === null ? ', without a home: they cannot be published' : ''}`,
)
process.exitCode = await writeBills()

/** Lists what an install of each package brings, from the lockfile. */
function writeBills() {
  const filters = [...sources.keys()].map((name) => `--filter=${name}`)
  const form = ['--sbom-format=cyclonedx', '--prod', '--lockfile-only', '--split']
  return pnpm('--reporter=silent', ...filters, 'sbom', ...form, `--out=${join(folder, 'sbom/%s.cdx.json')}`)
}

function nameOf(source) {
  return JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')).name
}

function readNotes(source, version) {
  const changelog = join(source, 'CHANGELOG.md')
  return (existsSync(changelog) && readChangelogEntry(readFileSync(changelog, 'utf8'), version)) || ''
}
