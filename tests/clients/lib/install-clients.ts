import { execFile } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const programs = resolve(import.meta.dirname, '../programs')
const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']

/** Copies the programs into an empty folder, and installs the clients there with npm, beside the workspace. */
export async function installNodeClients(folder: string): Promise<void> {
  cpSync(programs, folder, { recursive: true })
  // Their peer dependencies exclude each other's versions, which they do not use.
  await run('npm', ['install', '--legacy-peer-deps', '--ignore-scripts', ...quiet], { cwd: folder })
}

/** Installs other people's servers into an empty folder, beside the workspace. */
export async function installServers(folder: string): Promise<void> {
  const servers = ['@copilotkit/aimock@1.43.0', 'openai-mock-api@0.4.0', '@dwmkerr/mock-llm@0.1.29']
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  await run('npm', ['install', '--ignore-scripts', ...quiet, ...servers], { cwd: folder })
}

/** Returns the version of an installed package. */
export function installedVersion(folder: string, name: string): string {
  return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version
}

/** Python in a virtual environment with the clients. */
export interface PythonClients {
  readonly python: string
  /** Versions by name. */
  readonly versions: ReadonlyMap<string, string>
}

/** Installs the Python clients into a virtual environment. Resolves with the reason if there is no Python for it. */
export async function installPythonClients(folder: string): Promise<PythonClients | string> {
  const environment = join(folder, 'venv')
  try {
    await run('python3', ['-m', 'venv', environment])
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'ENOENT' ? 'there is no python3' : 'python3 has no venv'
  }
  const python = join(environment, 'bin/python')
  await run(python, ['-m', 'pip', 'install', '-q', '-r', join(folder, 'requirements.txt')], { timeout: 600_000 })
  const { stdout } = await run(python, ['-m', 'pip', 'list', '--format=json'])
  const packages: { readonly name: string; readonly version: string }[] = JSON.parse(stdout)
  return { python, versions: new Map(packages.map(({ name, version }) => [name, version])) }
}
