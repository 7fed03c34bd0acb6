// Writes the public home of the repository into the manifests of all published packages, and turns provenance on:
//
//   node scripts/release/home.mjs https://github.com/OWNER/REPO [--author="Name <address>"]
//   node scripts/release/home.mjs --check     fails unless all packages state one home, or none does
//   node scripts/release/home.mjs --remove    as before the first release: without a home nothing can be published
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { publishedFolders } from '../../tests/pack/lib/package.ts'
import { parseHome, readHome, removeHome, writeHome } from './lib/home.ts'

const options = { author: { type: 'string' }, check: { type: 'boolean' }, remove: { type: 'boolean' } }
const { values, positionals } = parseArgs({ options, allowPositionals: true })
const [address] = positionals
if ([address !== undefined, values.check, values.remove].filter(Boolean).length !== 1) {
  console.error('usage: home.mjs https://github.com/OWNER/REPO [--author="Name <address>"] | --check | --remove')
  process.exit(2)
}

const root = resolve(import.meta.dirname, '../..')
const manifests = publishedFolders().map((folder) => {
  const path = join(folder, 'package.json')
  return { path, directory: relative(root, folder).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }
})

if (values.check) process.exitCode = check() ? 0 : 1
else if (values.remove) rewrite(({ text }) => removeHome(text))
else {
  const home = parseHome(address)
  rewrite(({ text, directory }) => writeHome(text, { home, directory, author: values.author }))
}

function rewrite(change) {
  const changed = manifests.map((manifest) => ({ ...manifest, written: change(manifest) }))
  const different = changed.filter(({ text, written }) => text !== written)
  for (const { path, written } of different) writeFileSync(path, written)
  console.log(`${different.length} of ${manifests.length} manifests changed`)
}

/** Whether every manifest is as this script writes it for one home; prints the first that is not. */
function check() {
  const home = readHome(JSON.parse(manifests[0].text))
  const wrong = manifests.find(({ text, directory }) => {
    return text !== (home === undefined ? removeHome(text) : writeHome(text, { home, directory }))
  })
  if (wrong !== undefined) console.error(`${wrong.path} differs from the home of the others. Run home.mjs again.`)
  else
    console.log(
      home === undefined ? 'No home: nothing can be published yet' : `All packages are at home in ${home.url}`,
    )
  return wrong === undefined
}
