// Tags what `publish.mjs` has published, `NAME@VERSION` at the current commit: node scripts/release/announce.mjs FOLDER [--push]
//
// With --push the tags are pushed, and each becomes a release on GitHub with the section of the changelog (needs `gh`).
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { tagOf } from './lib/finish-package.ts'

const options = { push: { type: 'boolean', default: false } }
const { values, positionals } = parseArgs({ options, allowPositionals: true })
const [folder] = positionals
if (folder === undefined) throw new Error('usage: announce.mjs FOLDER [--push]')

const published = JSON.parse(readFileSync(join(folder, 'published.json'), 'utf8'))
const existing = new Set(run('git', 'tag', '--list').split('\n'))
for (const item of published) {
  const tag = tagOf(item)
  if (!existing.has(tag)) run('git', 'tag', '--annotate', tag, '--message', tag)
  console.log(`tagged ${tag}`)
  if (!values.push) continue
  run('git', 'push', 'origin', `refs/tags/${tag}`)
  run('gh', 'release', 'create', tag, '--verify-tag', '--title', tag, '--notes', item.notes || tag)
}

function run(command, ...args) {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
}
