import { existsSync, statSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'

const docs = resolve(import.meta.dirname, '../../..')
const packages = resolve(docs, '../packages')

/**
 * Lets one relative link serve both readers of the files as they lie in the repository and the site, whose addresses differ:
 * `site/` is its root, and packages are pages of the reference.
 */
export function resolveLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('resolve-links', ({ tokens, env }) => {
    // The name of the file itself, and not of its page.
    const folder = dirname(env.realPath ?? env.path)
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
