// Checks that the relative links of all Markdown documents lead to files: node scripts/links.mjs
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

// The reference is generated, and checked when the site is built.
const isGenerated = (target) => /(^|\/)reference\/@mira\//.test(target)

const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .filter((document) => existsSync(document))
const dead = documents.flatMap((document) =>
  [...readFileSync(document, 'utf8').matchAll(/\]\((?![a-z]+:|#|\/)([^)\s#]+)/g)]
    .map(([, target]) => target)
    .filter((target) => !isGenerated(target) && !existsSync(join(dirname(document), decodeURIComponent(target))))
    .map((target) => `${document}: ${target}`),
)

console.log(`${documents.length} documents, ${dead.length} dead links`)
for (const line of dead) console.log(`  ${line}`)
process.exitCode = dead.length === 0 ? 0 : 1
