import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Packed } from './pack.ts'

/** Exported names by entry: values as they are called, types with `type ` before them. */
export type NamesByEntry = Readonly<Record<string, readonly string[]>>

/** Entries that other packages may import, without those that promise nothing. */
function publicEntries({ manifest }: Packed): [entry: string, files: Readonly<Record<string, string>>][] {
  const entries = Object.entries(manifest.exports ?? {})
  return entries.flatMap(([entry, files]) =>
    typeof files === 'string' || entry === './internal' ? [] : [[entry, files] as [string, Record<string, string>]],
  )
}

/** Reads what each entry exports, values from the built code itself and types from its declarations. */
export async function readExportedNames(packed: Packed): Promise<NamesByEntry> {
  const names: Record<string, readonly string[]> = {}
  for (const [entry, files] of publicEntries(packed)) {
    const values = Object.keys(await import(pathToFileURL(join(packed.folder, files.default ?? '')).href))
    const types = readTypeNames(readFileSync(join(packed.folder, files.types ?? ''), 'utf8'))
    names[entry] = [...values.sort(), ...types.filter((name) => !values.includes(name)).map((name) => `type ${name}`)]
  }
  return names
}

/** An entry holds named re-exports and nothing else (`export { a, type B as C } from …`), so that no compiler is needed. */
function readTypeNames(declarations: string): string[] {
  const lists = [...declarations.matchAll(/export\s+(?:type\s+)?\{([^}]*)\}/g)].map(([, list]) => list ?? '')
  const names = lists.flatMap((list) => list.split(',')).map((name) => name.trim().replace(/^(type\s+)?(.* as )?/, ''))
  return names.filter(Boolean).sort()
}
