import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeLinksAbsolute } from './absolute-links.ts'
import { type HomeFields, readHome } from './home.ts'

/** A manifest as it is packed. */
export interface PackedManifest extends HomeFields {
  readonly name: string
  readonly version: string
}

/** Fields that serve the development of a package, and name what is not published. */
const developmentFields = ['devDependencies', 'scripts']

/** Returns a manifest without the fields that serve development. */
export function publishedManifest<Fields extends object>(manifest: Fields): Fields {
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !developmentFields.includes(key))) as Fields
}

/** Returns the tag of a release, as changesets names it. */
export const tagOf = ({ name, version }: PackedManifest): string => `${name}@${version}`

/**
 * Turns an unpacked tarball of the workspace into the package that is published: without development fields, and with
 * links in its README that lead to the files of the same release. Without a home, links stay as they are; such a package
 * is installed from its file, and cannot be published.
 *
 * @param folder - Folder of the unpacked tarball.
 */
export function finishPackage(folder: string): void {
  const path = join(folder, 'package.json')
  const manifest: PackedManifest = JSON.parse(readFileSync(path, 'utf8'))
  writeFileSync(path, `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`)
  const home = readHome(manifest)
  if (home === undefined) return
  const directory = manifest.repository?.directory ?? ''
  const base = { home: home.url, ref: tagOf(manifest), directory }
  const readme = join(folder, 'README.md')
  writeFileSync(readme, makeLinksAbsolute(readFileSync(readme, 'utf8'), base))
}
