import { existsSync, statSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

const docs = resolve(import.meta.dirname, '../../..')
const packages = resolve(docs, '../packages')

/**
 * Rewrites relative links, which are valid in the repository, to URLs of the site: `site/` is its root, and packages are pages of
 * the reference.
 */
export function resolveLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('resolve-links', ({ tokens, env }) => {
    // Path of the source file, not of the rewritten page. Titles of containers are rendered without it.
    const source = env.realPath ?? env.path
    if (source === undefined) return
    const folder = dirname(source)
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      if (href?.startsWith('.')) token.attrSet('href', toSiteAddress(resolve(folder, href)))
    }
  })
}

function toSiteAddress(target: string): string {
  const [path = '', anchor] = target.split('#')
  const hash = anchor === undefined ? '' : `#${anchor}`
  if (!relative(packages, path).startsWith('..')) return `/reference/@mira/${relative(packages, path).split('/')[0]}`
  const page = relative(docs, path).replace(/^site\//, '')
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  return `/${page}${isFolder ? '/' : ''}${hash}`
}
