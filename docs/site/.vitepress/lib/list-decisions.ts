import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Sidebar entry of a decision record. */
export interface Decision {
  readonly text: string
  readonly link: string
}

/** Lists the decision records of a folder in order, titled by their first headings. */
export function listDecisions(folder: string): Decision[] {
  const files = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name))
  return files.toSorted().map((name) => {
    const [, title] = /^# (?:\d+[.:]? )?(.*)$/m.exec(readFileSync(join(folder, name), 'utf8')) ?? []
    return { text: `${Number(name.slice(0, 4))}. ${title ?? name}`, link: `/decisions/${name.replace(/\.md$/, '')}` }
  })
}
