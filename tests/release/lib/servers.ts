import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerAddress } from './install-checks.ts'
import { install, managers, type Sources, writeNpmrc } from './managers.ts'
import { startUntil } from './run.ts'
import { toolPath } from './tools.ts'

const startTimeoutMs = 300_000

/** The address in the banner of the server. */
const addressLine = /(http:\/\/127\.0\.0\.1:\d+)\/v1/

const startArguments = (project: string): string[] => ['start', '--port', '0', '--data-dir', join(project, 'data')]

/** Runs the server by its name, as on a machine that has never seen it. @returns Problems. */
export async function checkNpx(project: string, sources: Sources): Promise<string[]> {
  mkdirSync(project)
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n')
  writeNpmrc(project, sources)
  const npx = [process.execPath, toolPath('npm/bin/npx-cli.js'), '--yes', '@mira/server']
  const options = { cwd: project, timeoutMs: startTimeoutMs }
  await using running = await startUntil([...npx, ...startArguments(project)], addressLine, options)
  const response = await fetch(`${running.found}/health`)
  return response.ok ? [] : [`/health answered ${response.status}`]
}

/** A local server for the programs. */
export interface LocalServer extends AsyncDisposable {
  readonly address: ServerAddress
}

/** Installs and starts the released server with all engines. */
export async function startServer(project: string, sources: Sources): Promise<LocalServer> {
  mkdirSync(project)
  await install(managers[0]!, project, ['@mira/engines'], sources)
  const apiKey = `sk-mira-${randomBytes(20).toString('hex')}`
  const program = join(project, 'node_modules/@mira/engines/dist/bin.js')
  const command = [process.execPath, program, ...startArguments(project), '--dev-key', apiKey]
  const running = await startUntil(command, addressLine, { cwd: project, timeoutMs: startTimeoutMs })
  return {
    address: { MIRA_BASE_URL: running.found, MIRA_API_KEY: apiKey },
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  }
}
