import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A package of a release, packed. */
export interface ReleasedPackage {
  readonly name: string
  readonly version: string
  /** File name of the tarball, beside `release.json`. */
  readonly file: string
  /** Hash of the tarball, `sha512-…`. */
  readonly integrity: string
  /** Section of the changelog about this version, in Markdown. */
  readonly notes: string
}

/** What `pack.mjs` has packed, and `publish.mjs` publishes: `release.json`. */
export interface Release {
  /** Address of the repository, or null if the packages state none. */
  readonly home: string | null
  /** In the order of publishing: each after the packages that it depends on. */
  readonly packages: readonly ReleasedPackage[]
}

/** Hashes a tarball as npm does. */
export const integrityOf = (tarball: Uint8Array): string =>
  `sha512-${createHash('sha512').update(tarball).digest('base64')}`

/** Reads the release in a folder. @throws {Error} A tarball is not the one that was packed. */
export function readRelease(folder: string): Release {
  const release: Release = JSON.parse(readFileSync(join(folder, 'release.json'), 'utf8'))
  for (const { file, integrity } of release.packages) {
    if (integrityOf(readFileSync(join(folder, file))) !== integrity)
      throw new Error(`${file} is not the tarball that was packed: its hash differs from release.json`)
  }
  return release
}

interface Dependent {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/**
 * Sorts packages such that each follows those that it depends on: if publishing stops halfway, everything that is
 * published can be installed.
 *
 * @throws {Error} Packages depend on each other.
 */
export function inOrderOfPublishing<Package extends Dependent>(packages: readonly Package[]): Package[] {
  const waiting = new Map(packages.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((item) => [item.name, item]))
  const sorted: Package[] = []
  while (waiting.size > 0) {
    const next = [...waiting.values()].find(({ dependencies = {} }) =>
      Object.keys(dependencies).every((name) => !waiting.has(name)),
    )
    if (next === undefined) throw new Error(`These packages depend on each other: ${[...waiting.keys()].join(', ')}`)
    sorted.push(next)
    waiting.delete(next.name)
  }
  return sorted
}
