import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { NamesByEntry } from '../lib/exported-names.ts'

const file = resolve(import.meta.dirname, '../names.json')
const advice = 'If this is meant, record it with: node tests/pack/pack.ts --record'

/** Exported names of all packages. */
export type NamesByPackage = Readonly<Record<string, NamesByEntry>>

/** Recorded names. */
export const readRecordedNames = (): NamesByPackage => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {})

/** Records the current names. */
export const recordNames = (names: NamesByPackage): void => writeFileSync(file, `${JSON.stringify(names, null, 2)}\n`)

/** Returns the names added or removed since they were recorded, one per line. */
export function compareNames(recorded: NamesByEntry = {}, present: NamesByEntry): string[] {
  const entries = [...new Set([...Object.keys(recorded), ...Object.keys(present)])].sort()
  const changes = entries.flatMap((entry) => {
    const before = recorded[entry] ?? []
    const now = present[entry] ?? []
    return [
      ...before.filter((name) => !now.includes(name)).map((name) => `- ${entry} ${name}`),
      ...now.filter((name) => !before.includes(name)).map((name) => `+ ${entry} ${name}`),
    ]
  })
  return changes.length > 0 ? [...changes, advice] : []
}
