// Turns the pending changesets into versions and changelogs: node scripts/release/version.mjs
//
// After `changeset version`, everything outside of the workspace that names a package follows, and so does the lockfile,
// which records the ranges.

import { spawnSync } from 'node:child_process'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { publishedFolders } from '../../tests/pack/lib/package.ts'
import { pnpm } from '../install.mjs'
import { followVersions, raiseOpenRanges } from './lib/ranges.ts'

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
for (const path of examplesOutside()) rewrite(path, (text) => followVersions(text, versions))
process.exitCode = await pnpm('install', '--lockfile-only', '--reporter=silent')

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
