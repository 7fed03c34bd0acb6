import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { publishedFolders, type readManifest } from '../lib/package.ts'

const root = resolve(import.meta.dirname, '../../..')
const changesets = join(root, 'node_modules/@changesets/cli/bin.js')

/** A change, and the packages that it is expected to release. */
const cases = [
  { changed: ['@mira/jobs'], bump: 'patch', released: ['@mira/jobs'] },
  { changed: ['@mira/media'], bump: 'patch', released: ['@mira/media'] },
  {
    changed: ['@mira/chat', '@mira/account'],
    bump: 'minor',
    // Before 1.0, a feature is outside the version range of the packages on top: they are released with the new range.
    released: ['@mira/account', '@mira/ai-sdk', '@mira/chat', '@mira/cli', '@mira/mcp', '@mira/ui-core'],
  },
  // Dependents get a fix or a feature of what they stand on through their version range, without a release of their own.
  { changed: ['@mira/core'], bump: 'patch', released: ['@mira/core'] },
  { changed: ['@mira/core'], bump: 'minor', released: ['@mira/core'] },
  { changed: ['@mira/engine'], bump: 'minor', released: ['@mira/engine'] },
  // The server accepts every version of an engine before 1.0; the umbrella names the newest.
  { changed: ['@mira/engine-audio'], bump: 'minor', released: ['@mira/engine-audio', '@mira/engines'] },
  { changed: ['@mira/playground'], bump: 'minor', released: ['@mira/playground'] },
] as const

/**
 * Verifies that sample changes release only the affected packages.
 *
 * @param folder - Empty working directory.
 */
export function checkReleasePlan(folder: string): string[] {
  const copy = join(folder, 'release-plan')
  const run = (...args: string[]) => execFileSync(args[0]!, args.slice(1), { cwd: copy, stdio: 'pipe' })
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${root}`, copy], { stdio: 'pipe' })
  // Full history of one commit: changesets never stops deepening a shallow clone of a shallow origin.
  rmSync(join(copy, '.git'), { recursive: true })
  run('git', 'init', '-q')
  run('git', 'add', '--all')
  run('git', '-c', 'user.name=Release plan', '-c', 'user.email=release@example.com', 'commit', '-q', '-m', 'Start')
  // Apply pending changesets first, so that the samples are independent; without any, changesets fails.
  if (readdirSync(join(copy, '.changeset')).some((name) => name.endsWith('.md')))
    run(process.execPath, changesets, 'version')
  return cases.flatMap(({ changed, bump, released }) => {
    const before = readVersions(copy)
    const lines = changed.map((name) => `"${name}": ${bump}`)
    writeFileSync(join(copy, '.changeset/sample.md'), `---\n${lines.join('\n')}\n---\n\nA sample change.\n`)
    run(process.execPath, changesets, 'version')
    const after = readVersions(copy)
    const raised = [...after].filter(([name, version]) => before.get(name) !== version).map(([name]) => name)
    const isRight = raised.toSorted().join() === released.join()
    return isRight ? [] : [`a ${bump} of ${changed.join()} releases ${raised.join()}, not ${released.join()}`]
  })
}

function readVersions(copy: string): Map<string, string> {
  const names = publishedFolders().map((folder) => folder.slice(root.length + 1))
  return new Map(
    names.map((name) => {
      const manifest: ReturnType<typeof readManifest> = JSON.parse(
        readFileSync(join(copy, name, 'package.json'), 'utf8'),
      )
      return [manifest.name, manifest.version]
    }),
  )
}
