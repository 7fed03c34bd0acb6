import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { writeApiReport } from '../lib/api-report.ts'
import type { Packed } from '../lib/pack.ts'

const folder = resolve(import.meta.dirname, '../api')
const advice = 'If this is meant, record it with: node tests/pack/pack.ts --record'
const shownLines = 20

const fileOf = ({ manifest }: Packed): string => join(folder, `${manifest.name.replace('@mira/', '')}.md`)

/** Records the current declarations of a package. */
export const recordApi = (packed: Packed): void => writeFileSync(fileOf(packed), writeApiReport(packed))

/** Returns the lines added to or removed from the public declarations since they were recorded. */
export function compareApi(packed: Packed): string[] {
  const file = fileOf(packed)
  const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const now = writeApiReport(packed).split('\n')
  if (before.join('\n') === now.join('\n')) return []
  const changes = [
    ...before.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ]
  const more = changes.length > shownLines ? [`and ${changes.length - shownLines} more`] : []
  return [...changes.slice(0, shownLines), ...more, advice]
}
