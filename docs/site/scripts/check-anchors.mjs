// Checks links to headings in the built site, which VitePress does not check: node scripts/check-anchors.mjs
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const dist = join(import.meta.dirname, '../.vitepress/dist')
const files = globSync('**/*.html', { cwd: dist })
const pages = new Map(files.map((file) => [toAddress(file), readFileSync(join(dist, file), 'utf8')]))

const missing = [...pages].flatMap(([address, html]) =>
  [...html.matchAll(/href="(\/[^"#]*)?#([^"]+)"/g)]
    .filter(([, target = address, id]) => !pages.get(target)?.includes(`id="${decodeURIComponent(id)}"`))
    .map(([link]) => `${address}: ${link}`),
)
for (const line of new Set(missing)) console.log(line)
console.log(`${pages.size} pages, ${missing.length} links to missing headings`)
process.exitCode = missing.length === 0 ? 0 : 1

function toAddress(file) {
  return `/${file.replaceAll('\\', '/').replace(/(^|(?<=\/))index\.html$|\.html$/, '')}`
}
