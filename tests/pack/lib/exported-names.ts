import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Packed } from './pack.ts'

/** Exported names by entry: values by name, types prefixed with `type `. */
export type NamesByEntry = Readonly<Record<string, readonly string[]>>

/** Reads the exports of each entry from its declarations. Private entries (`./internal`) are omitted. */
export function readExportedNames({ manifest, folder }: Packed): NamesByEntry {
  const names: Record<string, readonly string[]> = {}
  for (const [entry, target] of Object.entries(manifest.exports ?? {})) {
    if (entry === './internal' || target === null || typeof target === 'string') continue
    names[entry] = readNames(readFileSync(join(folder, String(target.types)), 'utf8'))
  }
  return names
}

/** An entry only has named re-exports (`export { a, type B as C } from …`), so no compiler is needed. */
function readNames(declarations: string): string[] {
  const lists = [...declarations.matchAll(/export\s+(type\s+)?\{([^}]*)\}/g)]
  const names = lists.flatMap(([, isType, list = '']) =>
    list.split(',').flatMap((item) => {
      const [, typeMark, name] = /^\s*(type\s+)?(?:\S+\s+as\s+)?(\w+)\s*$/.exec(item) ?? []
      return name ? [isType || typeMark ? `type ${name}` : name] : []
    }),
  )
  return names.sort()
}
