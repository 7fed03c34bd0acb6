// Publishes what `pack.mjs` has packed: node scripts/release/publish.mjs FOLDER [--registry=URL] [--no-provenance]
//
// Needs no install: the job that may publish runs no code of a dependency. Packages that are published already are skipped.
// Writes `published.json` for `announce.mjs`, and in a workflow the output `tags`.
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { tagOf } from './lib/finish-package.ts'
import { publishRelease, ReleaseRefusedError } from './lib/publish.ts'

const options = { registry: { type: 'string' }, provenance: { type: 'boolean', default: true } }
const { values, positionals } = parseArgs({ options, allowPositionals: true, allowNegative: true })
const [folder] = positionals
if (folder === undefined) throw new Error('usage: publish.mjs FOLDER [--registry=URL] [--no-provenance]')

try {
  const { registry, provenance: isProven } = values
  const hasIdentity = 'ACTIONS_ID_TOKEN_REQUEST_URL' in process.env
  const published = publishRelease(folder, { registry, isProven, hasIdentity, print: console.log })
  writeFileSync(join(folder, 'published.json'), `${JSON.stringify(published, null, 2)}\n`)
  console.log(`${published.length} packages published`)
  const { GITHUB_OUTPUT: output } = process.env
  if (output) appendFileSync(output, `tags=${JSON.stringify(published.map(tagOf))}\n`)
} catch (error) {
  if (!(error instanceof ReleaseRefusedError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
