// Lists the packages whose version has no tag yet, so that a release is due: node scripts/release/pending.mjs
//
// Without a public home nothing is due. In a workflow, the list is the output `pending`.
import { execFileSync } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { publishedFolders } from '../../tests/pack/lib/package.ts'
import { tagOf } from './lib/finish-package.ts'
import { readHome } from './lib/home.ts'

const tags = new Set(execFileSync('git', ['tag', '--list'], { encoding: 'utf8' }).split('\n'))
const manifests = publishedFolders().map((folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')))
const pending = manifests.filter((manifest) => readHome(manifest) !== undefined).map(tagOf)
const untagged = pending.filter((tag) => !tags.has(tag))
console.log(untagged.length === 0 ? 'No release is due' : untagged.join('\n'))
const { GITHUB_OUTPUT: output } = process.env
if (output) appendFileSync(output, `pending=${JSON.stringify(untagged)}\n`)
