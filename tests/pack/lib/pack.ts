import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { create, extract } from 'tar'
import { finishPackage } from '../../../scripts/release/lib/finish-package.ts'
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
  finishPackage(folder)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = entries.map(({ parentPath, name }) =>
    join(parentPath, name)
      .slice(folder.length + 1)
      .replaceAll('\\', '/'),
  )
  writeTarball(tarball, folder, files.sort())
  return { manifest: readManifest(folder), tarball, folder, files }
}

/** The time that npm gives all files of a tarball: the same files then make the same bytes on every day. */
const packedAt = new Date('1985-10-26T08:15:00.000Z')

/** Writes a tarball as npm does: without owners, under `package/`. */
function writeTarball(tarball: string, folder: string, files: readonly string[]): void {
  const form = { gzip: { level: 9 }, portable: true, noMtime: false, mtime: packedAt, prefix: 'package' } as const
  create({ ...form, file: tarball, cwd: folder, sync: true }, [...files])
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
