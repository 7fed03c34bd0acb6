import { readChangelogEntry } from '../../../scripts/release/lib/changelog.ts'
import type { Verdicts } from '../../size/lib/verdicts.ts'
import type { Surroundings } from './install-checks.ts'
import type { Registry } from './registry.ts'
import { release } from './release.ts'
import { checkNewCore, checkOlder, checkOldestCore, checkTwoCores, compare, type Versions } from './version-checks.ts'
import type { WorkspaceCopy } from './workspace-copy.ts'

type Bumps = Parameters<WorkspaceCopy['change']>[0]

/** A change after the first release, and all that it may release. */
interface LaterRelease {
  readonly title: string
  readonly bumps: Bumps
  /** Text that is added to built files, by `package file`. */
  readonly extend?: Readonly<Record<string, string>>
  /** Packages that are released as patches because the new version is outside of their range. */
  readonly followers?: readonly string[]
}

/** In this order, each after the others. Before 1.0 a breaking change is a minor version. */
const laterReleases: readonly LaterRelease[] = [
  { title: 'a fix of a leaf', bumps: { '@mira/jobs': 'patch' } },
  { title: 'a feature of another leaf', bumps: { '@mira/traffic': 'minor' } },
  { title: 'a fix of the core', bumps: { '@mira/core': 'patch' } },
  {
    title: 'a feature of the core',
    bumps: { '@mira/core': 'minor' },
    extend: { '@mira/core dist/index.js': 'export const rehearsed = () => "a feature"\n' },
  },
  {
    title: 'a breaking change of chat',
    bumps: { '@mira/chat': 'minor' },
    followers: ['@mira/ai-sdk', '@mira/cli', '@mira/mcp', '@mira/ui-core'],
  },
  {
    title: 'a feature of a leaf that needs a feature of the core',
    bumps: { '@mira/core': 'minor', '@mira/jobs': 'minor' },
    extend: {
      '@mira/core dist/internal.js': 'export const rehearsed = () => "for jobs"\n',
      '@mira/jobs dist/index.js': 'export { rehearsed } from "@mira/core/internal"\n',
    },
    followers: ['@mira/ai-sdk', '@mira/cli', '@mira/mcp', '@mira/ui-core'],
  },
]

interface LaterReleaseOptions {
  readonly verdicts: Verdicts
  readonly surroundings: Surroundings
  /** Prints progress. */
  readonly say: (text: string) => void
}

/** Makes each later release, and checks that it releases what it must, and that users get it beside what they have. */
export async function checkLaterReleases(
  copy: WorkspaceCopy,
  registry: Registry,
  { verdicts, surroundings, say }: LaterReleaseOptions,
): Promise<void> {
  const history = new Map([['first', readVersions(copy)]])
  for (const later of laterReleases) {
    const { title, bumps } = later
    const expected = expectedVersions(later, readVersions(copy))
    const published = await makeRelease(copy, registry, later)
    const isRight = published.toSorted().join() === expected.join()
    verdicts.note(`${title} releases ${expected.join(', ')}`, isRight ? [] : [`published ${published.join(', ')}`])
    verdicts.note(`${title} is in the changelogs of what was changed`, checkChangelogs(copy, bumps, title))
    history.set(title, readVersions(copy))
    say(`${title}: ${published.join(', ')}`)
  }
  const installs: Readonly<Record<string, () => Promise<string[]>>> = {
    'new leaves run beside an older core': () => checkOlder(surroundings, history),
    'an install of older packages gets the new core': () => checkNewCore(surroundings, history),
    'what needs a feature asks for it': async () => checkRaisedRange(copy),
    'two cores in one application work': () => checkTwoCores(surroundings, history),
    'every package finds all it imports in the oldest core of its range': () => checkOldestCore(surroundings, history),
  }
  for (const [title, check] of Object.entries(installs)) {
    verdicts.note(title, await check().catch((error: Error) => [error.message]))
    say(`checked: ${title}`)
  }
}

const readVersions = (copy: WorkspaceCopy): Versions =>
  Object.fromEntries(copy.readManifests().map(({ name, version }) => [name, version]))

async function makeRelease(
  copy: WorkspaceCopy,
  registry: Registry,
  { title, bumps, extend = {} }: LaterRelease,
): Promise<string[]> {
  copy.change(bumps, `This is ${title}.`)
  for (const [place, text] of Object.entries(extend)) {
    const [name = '', file = ''] = place.split(' ')
    copy.extend(name, file, text)
  }
  await copy.commit(`Make ${title}`)
  const published = await release(copy, registry, title)
  return published.map(({ name, version }) => `${name}@${version}`)
}

function expectedVersions({ bumps, followers = [] }: LaterRelease, versions: Versions): string[] {
  const raised = { ...Object.fromEntries(followers.map((name) => [name, 'patch'] as const)), ...bumps }
  return Object.entries(raised)
    .map(([name, bump]) => `${name}@${raise(versions[name] ?? '', bump)}`)
    .sort()
}

function raise(version: string, bump: 'major' | 'minor' | 'patch'): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (bump === 'major') return `${major + 1}.0.0`
  return bump === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}

function checkChangelogs(copy: WorkspaceCopy, bumps: Bumps, title: string): string[] {
  return Object.keys(bumps).flatMap((name) => {
    const entry = readChangelogEntry(copy.readChangelog(name), copy.readManifest(name).version) ?? 'no entry'
    return entry.includes(`- This is ${title}.`) ? [] : [`${name}: ${entry}`]
  })
}

/** What the last release requires of the core is what it was released with. */
function checkRaisedRange(copy: WorkspaceCopy): string[] {
  const { version } = copy.readManifest('@mira/core')
  const range = copy.readManifest('@mira/jobs').dependencies?.['@mira/core']
  return compare('range', String(range), `workspace:>=${version} <1.0.0`)
}
