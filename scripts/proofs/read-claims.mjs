import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const source = join(import.meta.dirname, 'claims.md')
const root = resolve(import.meta.dirname, '../..')

/**
 * Reads `claims.md`.
 *
 * @returns One area per section: its name, its document, and its claims with the paths of their tests.
 */
export function readClaims() {
  const [, ...sections] = readFileSync(source, 'utf8').split(/^## /m)
  return sections.map((section) => {
    const [, name, document] = /^(\S+): (\S+)$/m.exec(section)
    const claims = [...section.matchAll(/^- (.*?): (\[.*)$/gm)].map(([, claim, links]) => ({
      claim,
      paths: [...links.matchAll(/\]\((.*?)\)/g)].map(([, link]) => resolve(source, '..', link).slice(root.length + 1)),
    }))
    return { name, document, claims }
  })
}
