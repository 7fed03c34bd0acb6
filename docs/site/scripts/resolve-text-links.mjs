// Resolves the relative links of what programs read in the built site, as `resolve-links.ts` does for its pages: of llms-full.txt
// and of the Markdown file beside each page. VitePress itself copies them as they are.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isRelative, toSiteAddress } from '../.vitepress/lib/resolve-links.ts'

const site = join(import.meta.dirname, '..')
const dist = join(site, '.vitepress/dist')
const front = /^---\nurl: (\S+)\n(?:[^\n]*\n)*?---\n/gm
const codeOrLink = /^( *)(```+)[\s\S]*?^\1\2.*$|`[^`\n]+`|(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/gm

for (const file of globSync('**/*.md', { cwd: dist })) {
  const path = join(dist, file)
  writeFileSync(path, resolveText(readFileSync(path, 'utf8'), `/${file}`))
}

const full = join(dist, 'llms-full.txt')
const text = readFileSync(full, 'utf8')
const starts = [...text.matchAll(front)].map(({ index, 1: url }) => ({ index, url }))
const parts = starts.map(({ index, url }, position) =>
  resolveText(text.slice(index, starts[position + 1]?.index), url, { isCollected: true }),
)
writeFileSync(full, text.slice(0, starts[0]?.index) + parts.join(''))

/** @param isCollected - Whether other pages follow in the same file, so that a heading needs the URL of its page. */
function resolveText(markdown, url, { isCollected = false } = {}) {
  const source = findSource(url.replace(/\.md$/, ''))
  return markdown.replace(codeOrLink, (whole, _indent, _fence, mark, label, href) => {
    if (href === undefined) return whole
    if (isCollected && href.startsWith('#')) return `[${label}](${url}${href})`
    if (!isRelative(href)) return whole
    const address = toSiteAddress(href, source)
    return address === undefined ? label : `${mark}[${label}](${toFile(address)})`
  })
}

function findSource(address) {
  const candidates = ['.md', '/index.md'].flatMap((end) => [
    `${site}${address}${end}`,
    `${resolve(site, '..')}${address}${end}`,
  ])
  const source = candidates.find((path) => existsSync(path))
  if (source === undefined) throw new Error(`${address} has no source`)
  return source
}

/** Returns the Markdown file of a page, and any other file unchanged. */
function toFile(address) {
  const [, path, hash = ''] = /^([^#]*?)\/?(#.*)?$/.exec(address)
  return existsSync(join(dist, path)) && /\.\w+$/.test(path) ? address : `${path}.md${hash}`
}
