import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { publishedFolders, type readManifest } from '../lib/package.ts'

const root = resolve(import.meta.dirname, '../../..')
const changesets = join(root, 'node_modules/@changesets/cli/bin.js')

/** A change, and the packages that it may release. */
const cases = [
  { changed: ['@mira/jobs'], bump: 'patch', released: ['@mira/jobs'] },
  { changed: ['@mira/chat', '@mira/account'], bump: 'minor', released: ['@mira/account', '@mira/chat'] },
  // A fix of the transport reaches everybody by the range they ask for; nobody else has to be released for it.
  { changed: ['@mira/core'], bump: 'patch', released: ['@mira/core'] },
] as const

/**
 * Whether sample changes release the packages concerned and no other.
 *
 * @param folder Empty folder to work in.
 */
export function checkReleasePlan(folder: string): string[] {
  const copy = join(folder, 'release-plan')
  const run = (...args: string[]) => execFileSync(args[0]!, args.slice(1), { cwd: copy, stdio: 'pipe' })
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${root}`, copy], { stdio: 'pipe' })
  // A history of one commit: changesets fetches more of a shallow one for ever, where the origin is shallow itself.
  rmSync(join(copy, '.git'), { recursive: true })
  run('git', 'init', '-q')
  run('git', 'add', '--all')
  run('git', '-c', 'user.name=Release plan', '-c', 'user.email=release@example.com', 'commit', '-q', '-m', 'Start')
  // First what is due already, so that each sample stands alone.
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
