import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Release } from '../../../scripts/release/lib/release.ts'
import type { Verdicts } from '../../size/lib/verdicts.ts'
import type { Registry } from './registry.ts'
import { capture } from './run.ts'
import type { WorkspaceCopy } from './workspace-copy.ts'

/** Folder of the tarballs of a release, beside the copy of the workspace. */
export const releaseFolder = (copy: WorkspaceCopy, name: string): string => join(copy.folder, '..', `release-${name}`)

/** A package that was published. */
export interface Published {
  readonly name: string
  readonly version: string
  /** File name in the folder of the release. */
  readonly file: string
  readonly warnings: readonly string[]
}

/**
 * Turns the pending changesets, if there are any, into versions, and publishes and tags what is new, by the scripts of the
 * workflow.
 */
export async function release(copy: WorkspaceCopy, registry: Registry, name: string): Promise<Published[]> {
  if (copy.hasChanges()) {
    await copy.script('release/version.mjs')
    await copy.commit(`Release ${name}`)
  }
  const folder = releaseFolder(copy, name)
  await copy.script('release/pack.mjs', folder)
  await copy.script('release/publish.mjs', folder, `--registry=${registry.url}`, '--no-provenance')
  await copy.script('release/announce.mjs', folder)
  return JSON.parse(readFileSync(join(folder, 'published.json'), 'utf8'))
}

/** Checks that nothing can be published without a home, then writes one, and releases all packages. */
export async function releaseFirst(copy: WorkspaceCopy, registry: Registry, verdicts: Verdicts): Promise<Published[]> {
  const folder = releaseFolder(copy, 'homeless')
  mkdirSync(folder)
  writeFileSync(join(folder, 'release.json'), JSON.stringify({ home: null, packages: [] } satisfies Release))
  const command = [process.execPath, join(copy.folder, 'scripts/release/publish.mjs'), folder]
  const refused = await capture([...command, `--registry=${registry.url}`, '--no-provenance'], { cwd: copy.folder })
  const isRefused = refused.status === 1 && /^These packages have no public home: .*\.\n$/.test(refused.stderr)
  verdicts.note('without a home, publishing is refused with one sentence', isRefused ? [] : [refused.stderr])
  await copy.script('release/home.mjs', 'https://github.com/example/mira', '--author=Ada <ada@example.com>')
  await copy.commit('State the home')
  const published = await release(copy, registry, 'first')
  const warned = published.flatMap(({ name, warnings }) => warnings.map((warning) => `${name}: ${warning}`))
  verdicts.note('npm publishes every package without a warning', warned)
  const expected = copy.readManifests().map(({ name, version }) => `${name}@${version}`)
  const present = published.map(({ name, version }) => `${name}@${version}`)
  verdicts.note('every package is published, in the version of its manifest', [
    ...expected.filter((item) => !present.includes(item) || item.endsWith('@0.0.0')),
    ...present.filter((item) => !expected.includes(item)),
  ])
  const tags = (await copy.git('tag', '--list')).trim().split('\n')
  verdicts.note(
    'every version has a tag',
    present.filter((tag) => !tags.includes(tag)),
  )
  return published
}
