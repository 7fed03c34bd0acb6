// Checks the links of the built site that VitePress does not: to headings, to files, of the navigation, and in what programs read
// (llms.txt and the Markdown file beside each page): node scripts/check-links.mjs
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const dist = join(import.meta.dirname, '../.vitepress/dist')
const read = (file) => readFileSync(join(dist, file), 'utf8')
const isFile = (path) => existsSync(join(dist, path)) && statSync(join(dist, path)).isFile()

const pages = new Map(globSync('**/*.html', { cwd: dist }).map((file) => [toAddress(file), read(file)]))
const texts = globSync(['**/*.md', 'llms*.txt'], { cwd: dist })
const links = [
  ...[...pages].flatMap(([address, html]) => linksOf(address, html, /(?:href|src)="([^"]*)"/g)),
  ...texts.flatMap((file) => linksOf(`/${file}`, withoutCode(read(file)), /\]\(<?([^)\s>]*)>?[^)]*\)/g)),
]
const dead = new Set(links.filter((link) => !isAlive(link)).map(({ from, target }) => `${from}: ${target}`))
for (const line of dead) console.log(line)
console.log(`${pages.size} pages, ${texts.length} texts, ${links.length} links, ${dead.size} dead`)
process.exitCode = dead.size === 0 ? 0 : 1

function toAddress(file) {
  return `/${file.replaceAll('\\', '/').replace(/(^|(?<=\/))index\.html$|\.html$/, '')}`
}

/** Links of a text to the site itself, which are relative or begin with a slash. */
function linksOf(from, text, pattern) {
  return [...text.matchAll(pattern)]
    .map(([, target]) => ({ from, target: target.replaceAll('&amp;', '&') }))
    .filter(({ target }) => !/^(?:[a-z][a-z+.-]*:|\/\/)/i.test(target))
}

function isAlive({ from, target }) {
  const { pathname, hash } = new URL(target, `http://site${from}`)
  const path = decodeURIComponent(pathname)
  const page = pages.get(path.replace(/(?:\/index)?\.(?:md|html)$/, '')) ?? pages.get(path)
  if (hash === '') return page !== undefined || isFile(path)
  return page?.includes(`id="${decodeURIComponent(hash.slice(1))}"`) ?? false
}

function withoutCode(markdown) {
  return markdown.replace(/^( *)(```+)[\s\S]*?^\1\2/gm, '').replace(/(`+)[^`].*?\1/g, '')
}
