import { join } from 'node:path'
import { npm, npmError } from './npm.ts'
import { type ReleasedPackage, readRelease } from './release.ts'

/** Options for {@link publishRelease}. */
export interface PublishOptions {
  /** Address of a registry; defaults to npm's own setting. */
  readonly registry?: string | undefined
  /** Whether the registry gets a signed statement of where the packages were built. */
  readonly isProven: boolean
  /** Whether this process has the identity of a workflow, which signs that statement and takes the place of a token. */
  readonly hasIdentity: boolean
  /** Receives a line for each package. */
  readonly print: (line: string) => void
}

/** Why a release is refused; the message is for the person who runs the command. */
export class ReleaseRefusedError extends Error {
  override readonly name = 'ReleaseRefusedError'
}

/** The first npm that publishes with the identity of a workflow instead of a token. */
const oldestNpm = [11, 5, 1]

/**
 * Publishes the packages of a folder that the registry does not have yet, one after the other. A run that stopped halfway
 * is simply run again.
 *
 * @returns The packages that were published, with the warnings that npm printed for each.
 * @throws {ReleaseRefusedError} Before anything is published.
 */
export function publishRelease(
  folder: string,
  { registry, isProven, hasIdentity, print }: PublishOptions,
): (ReleasedPackage & { readonly warnings: readonly string[] })[] {
  const { home, packages } = readRelease(folder)
  const refusal = findRefusal(home, isProven, hasIdentity)
  if (refusal !== undefined) throw new ReleaseRefusedError(refusal)
  const place = registry === undefined ? [] : [`--registry=${registry}`]
  const missing = packages.filter((item) => !isPublished(item, place))
  print(`${packages.length - missing.length} of ${packages.length} packages are published already`)
  const form = ['--access=public', `--provenance=${isProven}`, '--ignore-scripts', ...place]
  return missing.map((item) => {
    const outcome = npm('publish', join(folder, item.file), '--json', ...form)
    if (!outcome.isDone) throw new Error(`${item.name}@${item.version}: ${npmError(outcome).summary}`)
    print(`published ${item.name}@${item.version}`)
    const warnings = outcome.stderr.split('\n').filter((line) => /^npm (warn|error)\b/i.test(line))
    for (const warning of warnings) print(warning)
    return { ...item, warnings }
  })
}

/** Returns why nothing may be published, in one sentence. */
function findRefusal(home: string | null, isProven: boolean, hasIdentity: boolean): string | undefined {
  if (home === null)
    return 'These packages have no public home: run `node scripts/release/home.mjs https://github.com/OWNER/REPO`, commit, and pack again.'
  if (!isProven) return undefined
  if (!hasIdentity)
    return 'Only the release workflow can prove where packages were built; for the first version of a package, which a person publishes, add --no-provenance.'
  const version = npm('--version').stdout.trim()
  return isOlder(version, oldestNpm)
    ? `npm ${version} cannot publish without a token; use ${oldestNpm.join('.')} or newer.`
    : undefined
}

function isOlder(version: string, oldest: readonly number[]): boolean {
  const numbers = version.split('.').map(Number.parseFloat)
  const different = oldest.findIndex((number, index) => number !== numbers[index])
  return different !== -1 && (numbers[different] ?? 0) < (oldest[different] ?? 0)
}

function isPublished({ name, version }: ReleasedPackage, place: readonly string[]): boolean {
  const outcome = npm('view', `${name}@${version}`, 'version', '--json', ...place)
  // A package without this version is found, with nothing to view.
  if (outcome.isDone) return outcome.stdout.trim() !== ''
  const { code, summary } = npmError(outcome)
  if (code === 'E404') return false
  throw new Error(`Cannot look up ${name}: ${summary}`)
}
