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

/** Packs packages of the workspace as in a release, and unpacks each next to its tarball. */
export function pack(sources: readonly string[], destination: string): Packed[] {
  return runPnpmPack(sources, destination).map(unpack)
}

function unpack(tarball: string): Packed {
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

/** Packs the sources with one run of pnpm, which takes seconds to start, and returns the paths of the tarballs. */
function runPnpmPack(sources: readonly string[], destination: string): string[] {
  const [command, ...args] = pnpmCommand()
  const options: ExecFileSyncOptionsWithStringEncoding = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }
  const filters = sources.map((source) => `--filter=${readManifest(source).name}`)
  const pack = [...args, '--recursive', ...filters, 'pack', '--json', '--pack-destination', destination]
  try {
    // A single package is printed without its array.
    const packed: { readonly filename: string }[] = [JSON.parse(execFileSync(command, pack, options))].flat()
    return packed.map(({ filename }) => filename)
  } catch (error) {
    const output = (error as { stdout?: string }).stdout
    throw new Error(`pnpm pack failed: ${output || (error as Error).message}`, { cause: error })
  }
}

/** Returns the pnpm that runs this script, or the pinned one if the script was not started by pnpm. */
function pnpmCommand(): [string, ...string[]] {
  const running = process.env.npm_execpath
  if (!running?.includes('pnpm')) return ['npx', '--yes', 'pnpm@12.21.0']
  return /\.[cm]?js$/.test(running) ? [process.execPath, running] : [running]
}
