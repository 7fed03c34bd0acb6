// Turns the pending changesets into versions and changelogs: node scripts/release/version.mjs
//
// After `changeset version`, everything outside of the workspace that names a package follows, and so does the lockfile,
// which records the ranges. `shared-names.generated.json` gets what new versions of `@mira/core` and `@mira/engine` export.

import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { publishedFolders } from '../../tests/pack/lib/package.ts'
import { pnpm } from '../install.mjs'
import { followVersions, raiseOpenRanges } from './lib/ranges.ts'
import { readSharedNames, sharedEntries } from './lib/shared-names.ts'

process.chdir(resolve(import.meta.dirname, '../..'))
const changesets = spawnSync(process.execPath, ['node_modules/@changesets/cli/bin.js', 'version'], { stdio: 'inherit' })
if (changesets.status !== 0) process.exit(1)

const versions = new Map(
  publishedFolders().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return [name, version]
  }),
)
for (const folder of publishedFolders())
  rewrite(join(folder, 'package.json'), (text) => raiseOpenRanges(text, versions))
recordSharedNames()
for (const path of examplesOutside()) rewrite(path, (text) => followVersions(text, versions))
process.exitCode = await pnpm('install', '--lockfile-only', '--reporter=silent')

/** Records what the packages that others stand on export, for those with a new version. */
function recordSharedNames() {
  const file = 'scripts/release/shared-names.generated.json'
  const released = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  for (const [name, entries] of Object.entries(sharedEntries)) {
    const version = versions.get(name)
    if (released[name]?.version === version) continue
    released[name] = { version, entries: readSharedNames(name.replace('@mira/', 'packages/'), entries) }
  }
  writeFileSync(file, `${JSON.stringify(released, null, 2)}\n`)
}

/** Finds the manifests that are not part of the workspace: examples that install packages as users do. */
function examplesOutside() {
  const listed = readFileSync('pnpm-workspace.yaml', 'utf8').matchAll(/^ {2}- "!(.+)"$/gm)
  const folders = [...listed].map(([, folder]) => folder)
  return globSync('{examples,tests}/*/package.json').filter((path) =>
    folders.includes(dirname(path).replaceAll('\\', '/')),
  )
}

function rewrite(path, change) {
  const text = readFileSync(path, 'utf8')
  const written = change(text)
  if (written !== text) writeFileSync(path, written)
}
