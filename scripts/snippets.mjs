// Compares every marked code block of the documents with the example it is taken from.
//
//   <!-- example: examples/node/quick-start.ts -->   the whole file
//   <!-- example: examples/node/tools.ts#run -->     the lines between `// #region tools` and `// #endregion`
//
// `node scripts/snippets.mjs` fails on a difference, `--write` updates the documents.
import { globSync, readFileSync, writeFileSync } from 'node:fs'

const writes = process.argv.includes('--write')
const documents = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md'], {
  exclude: ['docs/site/node_modules/**', 'docs/site/reference/**'],
})
const block = /(<!-- example: (\S+?)(?:#(\S+))? -->\n```(?:tsx?|js|sh)(?: \[[^\]]+\])?\n)([\s\S]*?)(```)/g
let blocks = 0
const stale = []

for (const document of documents) {
  const text = readFileSync(document, 'utf8')
  const updated = text.replace(block, (whole, head, file, region, body, tail) => {
    blocks += 1
    const code = readExample(file, region)
    if (code === body) return whole
    stale.push(`${document}: ${file}${region ? `#${region}` : ''}`)
    return head + code + tail
  })
  if (writes && updated !== text) writeFileSync(document, updated)
}

console.log(`${blocks} snippets in ${documents.length} documents, ${stale.length} differ from their example`)
for (const line of stale) console.log(`  ${line}`)
if (stale.length > 0 && !writes) {
  console.log('Run `node scripts/snippets.mjs --write` to update them.')
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
