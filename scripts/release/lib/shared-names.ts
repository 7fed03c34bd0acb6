import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Exported names by entry, of a package that others of this repository stand on in any version of a range. */
export type SharedNames = Readonly<Record<string, readonly string[]>>

/** What the last release of such a package exported. */
export interface ReleasedNames {
  readonly version: string
  readonly entries: SharedNames
}

/** The packages with their entries that only grow until 1.0 (decision 0080). */
export const sharedEntries: Readonly<Record<string, readonly string[]>> = {
  '@mira/core': ['index', 'internal'],
  '@mira/engine': ['index', 'internal', 'worker', 'audio', 'upstream', 'gguf', 'transformers'],
}

/** Reads the names that each shared entry of a package exports; an entry is a list of named re-exports. */
export function readSharedNames(folder: string, entries: readonly string[]): SharedNames {
  return Object.fromEntries(
    entries.map((entry) => [entry, parseExports(readFileSync(join(folder, 'src', `${entry}.ts`), 'utf8'))]),
  )
}

/** Returns the names in the lists of `export { … } from` and `export type { … } from`, sorted. */
export function parseExports(text: string): string[] {
  const lists = [...text.matchAll(/^export\s+(?:type\s+)?\{([^}]*)\}/gm)].map(([, list = '']) => list)
  const names = lists.flatMap((list) => list.split(',').map((item) => /(\w+)\s*$/.exec(item)?.[1] ?? ''))
  return names.filter((name) => name !== '').sort()
}

/** Lists what was released and is gone, as `entry name`. */
export function findRemoved(released: SharedNames, present: SharedNames): string[] {
  return Object.entries(released).flatMap(([entry, names]) =>
    names.filter((name) => !present[entry]?.includes(name)).map((name) => `${entry} ${name}`),
  )
}
