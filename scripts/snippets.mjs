// Compares every marked code block of the documents with the example it is taken from, and every marked figure and table with its
// source (`figures.mjs`).
//
//   <!-- example: examples/node/quick-start.ts -->   the whole file
//   <!-- example: examples/node/tools.ts#run -->     the lines between `// #region tools` and `// #endregion`
//
// `node scripts/snippets.mjs` fails on a difference, `--write` updates the documents. It also refuses syntax that the oldest
// supported Node (20.19) cannot parse, in examples and in every code block of a document. `<!-- syntax: Node 24 -->` above a block
// permits it there.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { findCopies, insertFigures } from './figures.mjs'

const writes = process.argv.includes('--write')
const documents = globSync(['*.md', 'docs/**/*.md', '{apps,packages}/*/README.md'], {
  exclude: ['docs/site/node_modules/**', 'docs/site/reference/**'],
})
const block = /(<!-- example: (\S+?)(?:#(\S+))? -->\n```(?:tsx?|js|sh)(?: \[[^\]]+\])?\n)([\s\S]*?)(```)/g
let blocks = 0
const stale = []
const copies = []
const isHistory = (document) => document.startsWith('docs/decisions/')

const examples = globSync('examples/**/*.{ts,tsx,js}', { exclude: (path) => String(path).includes('node_modules') })
// `using` came with Node 24. Private packages are used by the tests of this repository only, which run on it.
const newSyntax = /^.*\b(?:await )?using \w+ = .*$/gm
const permitted = /<!-- syntax: Node 24 -->\n```[\s\S]*?\n```/g
const isPrivate = (document) => /^packages\/test-\w+\//.test(document)
const tooNew = [...documents.filter((document) => !isPrivate(document)), ...examples].flatMap((file) =>
  (readFileSync(file, 'utf8').replace(permitted, '').match(newSyntax) ?? []).map((line) => `${file}: ${line.trim()}`),
)

for (const document of documents) {
  const text = readFileSync(document, 'utf8')
  const withFigures = insertFigures(text, document)
  if (withFigures !== text) stale.push(`${document}: figures and tables`)
  copies.push(...(isHistory(document) ? [] : findCopies(text, document)))
  const updated = withFigures.replace(block, (whole, head, file, region, body, tail) => {
    blocks += 1
    const code = readExample(file, region)
    if (code === body) return whole
    stale.push(`${document}: ${file}${region ? `#${region}` : ''}`)
    return head + code + tail
  })
  if (writes && updated !== text) writeFileSync(document, updated)
}

console.log(`${blocks} snippets in ${documents.length} documents, ${stale.length} differ from their source`)
for (const line of stale) console.log(`  ${line}`)
if (stale.length > 0 && !writes) {
  console.log('Run `node scripts/snippets.mjs --write` to update them.')
  process.exitCode = 1
}
if (copies.length > 0) {
  console.log('Mark figures that have a source in docs/data/figures.json:')
  for (const line of copies) console.log(`  ${line}`)
  process.exitCode = 1
}
if (tooNew.length > 0) {
  console.log('Node 20.19 cannot parse:')
  for (const line of tooNew) console.log(`  ${line}`)
  process.exitCode = 1
}

/** Returns the code of an example, without the indentation of its region in the file. */
function readExample(file, region) {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  if (!region) return `${lines.filter((line) => !/^\s*\/\/ #(end)?region\b/.test(line)).join('\n')}\n`
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`)
  const end = lines.findIndex((line, index) => index > start && line.trim() === '// #endregion')
  if (start === -1 || end === -1) throw new Error(`${file} has no region ${region}`)
  const code = lines.slice(start + 1, end)
  const indent = Math.min(...code.filter((line) => line.trim()).map((line) => line.search(/\S/)))
  return `${code.map((line) => line.slice(indent)).join('\n')}\n`
}
