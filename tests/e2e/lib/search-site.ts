import { globSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { boostDocument } from '../../../docs/site/.vitepress/lib/search.ts'

const root = resolve(import.meta.dirname, '../../..')

interface Section {
  readonly id: string
  readonly title: string
  readonly titles: readonly string[]
  readonly text: string
}

interface Index {
  addAll(sections: readonly Section[]): void
  search(query: string, options: object): { readonly id: string }[]
}

let index: Index | undefined

/** Returns the pages that the search box of the site finds, best first, such as `guide/chat`. */
export function searchSite(query: string): string[] {
  index ??= buildIndex()
  const options = { fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 }, boostDocument }
  return [...new Set(index.search(query, options).map(({ id }) => id.slice(1).split('#')[0] ?? ''))]
}

/** Builds the index as VitePress does: one entry per heading, with the same library and weights. */
function buildIndex(): Index {
  const require = createRequire(realpathSync(join(root, 'docs/site/node_modules/vitepress/package.json')))
  const MiniSearch = require('minisearch') as new (options: object) => Index
  const built = new MiniSearch({ fields: ['title', 'titles', 'text'] })
  const documents = globSync(['docs/*.md', 'docs/decisions/*.md', 'docs/site/guide/*.md'], { cwd: root })
  for (const path of documents) built.addAll(toSections(path))
  return built
}

function toSections(path: string): Section[] {
  const page = path.replace(/^docs\/(site\/)?/, '').replace(/\.md$/, '')
  const text = readFileSync(join(root, path), 'utf8').replace(/<!--.*?-->|\]\([^)]*\)/gs, '')
  const titles: string[] = []
  return text.split(/^(?=#{1,3} )/m).map((part, position) => {
    const [, level = '#', title = ''] = /^(#{1,3}) (.*)$/m.exec(part) ?? []
    titles.splice(level.length - 1)
    titles.push(title)
    return { id: `/${page}#${position}`, title, titles: titles.slice(0, -1), text: part }
  })
}
