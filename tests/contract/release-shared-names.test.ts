import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  findRemoved,
  parseExports,
  type ReleasedNames,
  readSharedNames,
  sharedEntries,
} from '../../scripts/release/lib/shared-names.ts'

const root = resolve(import.meta.dirname, '../..')
const file = join(root, 'scripts/release/shared-names.generated.json')
const released: Readonly<Record<string, ReleasedNames>> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
const shared = Object.entries(sharedEntries).map(([name, entries]) => {
  const folder = join(root, 'packages', name.replace('@mira/', ''))
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { name, version, present: readSharedNames(folder, entries), last: released[name] }
})

/** The part of a version that its range keeps: everything up to 1.0, then each major version. */
const majorOf = (version: string): number => Number.parseInt(version, 10)

describe('what packages share in all versions of a range', () => {
  it.each(shared)('still has every export of the last release: $name', ({ version, present, last }) => {
    expect(Object.values(present).flat().length).toBeGreaterThan(20)
    if (last === undefined || majorOf(last.version) !== majorOf(version)) return
    expect(findRemoved(last.entries, present)).toEqual([])
  })

  it.each(shared)('is recorded by scripts/release/version.mjs at each version: $name', ({ version, last }) => {
    expect(last?.version ?? '0.0.0').toBe(version)
  })

  it.each([
    { change: 'an addition', present: { index: ['a', 'b', 'c'], internal: ['d'] }, removed: [] },
    { change: 'a removal', present: { index: ['a'], internal: ['d'] }, removed: ['index b'] },
    { change: 'a move to another entry', present: { index: ['a', 'b', 'd'], internal: [] }, removed: ['internal d'] },
    { change: 'the removal of an entry', present: { index: ['a', 'b'] }, removed: ['internal d'] },
  ])('loses nothing by $change: $removed', ({ present, removed }) => {
    expect(findRemoved({ index: ['a', 'b'], internal: ['d'] }, present)).toEqual(removed)
  })

  it.each([
    ["export { b, type A } from './x.ts'", ['A', 'b']],
    ["export type { A as B } from './x.ts'\nexport {\n  c,\n  d as e,\n} from './y.ts'", ['B', 'c', 'e']],
    ["// export { a }\nimport { b } from './x.ts'", []],
  ])('is read from %j', (text, names) => {
    expect(parseExports(text)).toEqual(names)
  })
})
