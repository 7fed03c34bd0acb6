import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { extract } from 'tar'
import { type Manifest, readManifest } from './package.ts'

/** A package as published. */
export interface Packed {
  readonly manifest: Manifest
  readonly tarball: string
  /** Folder of the unpacked tarball. */
  readonly folder: string
  /** Paths in the tarball, with `/`. */
  readonly files: readonly string[]
}

/** Packs a package as in a release, and unpacks the result next to it. */
export function pack(source: string, destination: string): Packed {
  const tarball = runPnpmPack(source, destination)
  const folder = tarball.replace(/\.tgz$/, '')
  mkdirSync(folder)
  extract({ file: tarball, cwd: folder, strip: 1, sync: true })
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = entries.map(({ parentPath, name }) =>
    join(parentPath, name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/'),
  )
  return { manifest: readManifest(folder), tarball, folder, files: files.sort() }
}

function runPnpmPack(source: string, destination: string): string {
  const [command, ...args] = pnpmCommand()
  const options: ExecFileSyncOptionsWithStringEncoding = {
    cwd: source,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }
  const pack = [...args, 'pack', '--json', '--pack-destination', destination]
  try {
    const { filename }: { filename: string } = JSON.parse(execFileSync(command, pack, options))
    return filename
  } catch (error) {
    const output = (error as { stdout?: string }).stdout
    throw new Error(`pnpm pack failed in ${source}: ${output || (error as Error).message}`, { cause: error })
  }
}

/** Returns the pnpm that runs this script, or the pinned one if the script was not started by pnpm. */
function pnpmCommand(): [string, ...string[]] {
  const running = process.env.npm_execpath
  if (!running?.includes('pnpm')) return ['npx', '--yes', 'pnpm@12.21.0']
  return /\.[cm]?js$/.test(running) ? [process.execPath, running] : [running]
}
