import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Packed } from './pack.ts'

const programs = resolve(import.meta.dirname, '../programs')
const run = promisify(execFile)

/** Returns the packages that install without a registry because they need nothing from one. */
export function installableOffline(packages: readonly Packed[]): Packed[] {
  const byName = new Map(packages.map((packed) => [packed.manifest.name, packed]))
  const isOffline = (name: string): boolean => {
    const packed = byName.get(name)
    if (packed === undefined) return false
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = packed.manifest
    const peers = Object.keys(peerDependencies).filter((peer) => peerDependenciesMeta[peer]?.optional !== true)
    return [...Object.keys(dependencies), ...peers].every(isOffline)
  }
  return packages.filter(({ manifest }) => isOffline(manifest.name))
}

/** Installs tarballs with npm in an empty project, as a user would, and adds the programs. */
export function installInto(folder: string, packages: readonly Packed[]): void {
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  execFileSync('npm', ['install', ...flags, ...packages.map(({ tarball }) => tarball)], { cwd: folder, stdio: 'pipe' })
  cpSync(programs, folder, { recursive: true })
}

/** Output of the program. */
export interface ConsumerReport {
  /** Names that each import specifier exports at run time. */
  readonly exports: Readonly<Record<string, readonly string[]>>
  readonly answer: string
  readonly streamed: string
}

/** Options for {@link runConsumer}. */
export interface ConsumerOptions {
  /** Node binary. */
  readonly node: string
  readonly baseUrl: string
  /** Import specifiers whose exports are listed. */
  readonly specifiers: readonly string[]
}

/** Runs the program in an installed project. */
export async function runConsumer(
  folder: string,
  { node, baseUrl, specifiers }: ConsumerOptions,
): Promise<ConsumerReport> {
  const { stdout } = await run(node, ['consumer.mjs', baseUrl, ...specifiers], { cwd: folder, timeout: 30_000 })
  return JSON.parse(stdout)
}

/**
 * Runs a program that makes calls beside a version of undici, first with its agent as the global dispatcher, then with its
 * mock agent. Resolves with what each call answered.
 */
export async function runBesideUndici(
  folder: string,
  { node, baseUrl, undici }: { readonly node: string; readonly baseUrl: string; readonly undici: string },
): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await run(node, ['undici.mjs', baseUrl, undici], { cwd: folder, timeout: 30_000 })
  return JSON.parse(stdout)
}
