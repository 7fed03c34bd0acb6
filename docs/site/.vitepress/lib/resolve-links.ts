import { existsSync, statSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

const docs = resolve(import.meta.dirname, '../../..')
const packages = resolve(docs, '../packages')
const publicFolder = resolve(docs, 'site/public')

/**
 * Rewrites relative links, which are valid in the repository, to URLs of the site: `site/` is its root, and packages are pages of
 * the reference. A link to a file that is not part of the site becomes text.
 */
export function resolveLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('resolve-links', ({ tokens, env }) => {
    // Path of the source file, not of the rewritten page. Titles of containers are rendered without it.
    const source = env.realPath ?? env.path
    if (source === undefined) return
    for (const { children } of tokens) {
      const links = (children ?? []).filter(({ type }) => type === 'link_open' || type === 'link_close')
      for (const [position, token] of links.entries()) {
        const href = token.type === 'link_open' ? token.attrGet('href') : null
        if (href === null || !isRelative(href)) continue
        const address = toSiteAddress(href, source)
        if (address !== undefined) token.attrSet('href', address)
        // Links do not nest: the next one closes this one.
        else for (const part of [token, links[position + 1]]) Object.assign(part ?? {}, { type: 'text', content: '' })
      }
    }
  })
}

/** Whether a link is relative to its document, not an address of the site or of another one, or a heading of the same page. */
export function isRelative(href: string): boolean {
  return !/^(?:[a-z][a-z+.-]*:|[#/])/i.test(href)
}

/**
 * Returns the URL of the site that a relative link leads to, such as `/guide/chat#usage`.
 *
 * @param source - Path of the document with the link.
 * @returns `undefined` when the target is not part of the site.
 */
export function toSiteAddress(href: string, source: string): string | undefined {
  const [target = '', anchor] = href.split('#')
  const path = resolve(dirname(source), decodeURIComponent(target))
  const inPackages = relative(packages, path)
  if (!inPackages.startsWith('..')) return toReference(inPackages)
  const inPublic = relative(publicFolder, path)
  if (!inPublic.startsWith('..')) return `/${inPublic}`
  const page = relative(docs, path).replace(/^site\//, '')
  if (page.startsWith('..')) return undefined
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  const hash = anchor === undefined ? '' : `#${anchor}`
  return `/${page.replace(/\.md$/, '').replace(/(^|\/)index$/, '$1')}${isFolder ? '/' : ''}${hash}`
}

/** Returns the page of a package in the reference; its other files have none. */
function toReference(path: string): string | undefined {
  const [name = ''] = path.split('/')
  const isPackage = path === name || basename(path) === 'README.md'
  const hasPage = existsSync(resolve(docs, `site/reference/@mira/${name}.md`))
  return isPackage && hasPage ? `/reference/@mira/${name}` : undefined
}
