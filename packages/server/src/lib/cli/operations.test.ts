import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { commandEnvironment, withoutEngines } from '../test-support/command-environment.test-support.ts'

const bin = inject('serverCommand')
let dataDir: string
let child: ChildProcess | undefined
let output = ''

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mira-operations-'))
  output = ''
})
afterEach(async () => {
  child?.kill('SIGKILL')
  await rm(dataDir, { recursive: true })
})

/** Runs the command on a separate data directory and resolves with its exit code. */
function run(args: readonly string[]): Promise<number | null> {
  const all = ['--conditions=@mira/source', bin, '--port', '0', '--data-dir', dataDir, ...args]
  child = spawn(process.execPath, all, { env: { ...commandEnvironment(dataDir), ...withoutEngines } })
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (bytes) => {
      output += bytes
    })
  }
  return once(child, 'close').then(([code]) => code)
}

it('serves metrics on the given port, and shuts down cleanly', async () => {
  const ended = run(['--metrics', '0', '--drain-delay', '0.1', '--log-level', 'silent'])
  await expect.poll(() => output).toContain('Metrics')
  const metricsUrl = /Metrics\s+(http\S+)/.exec(output)![1]!
  expect(await (await fetch(metricsUrl)).text()).toContain('mira_draining 0')
  child!.kill('SIGTERM')
  expect(await ended).toBe(0)
})

it('reads the address of clients from trusted proxies', async () => {
  const proxies = ['--trusted-proxy', '10.0.0.0/8', '192.0.2.7,127.0.0.1', '--trusted-proxy', '172.16.0.0/12']
  void run(['--log-level', 'info', ...proxies])
  await expect.poll(() => output).toContain('openapi.json')
  const [url] = /http:\/\/\S+(?=\/v1)/.exec(output)!
  await fetch(`${url}/health`, { headers: { 'x-forwarded-for': '203.0.113.5, 172.16.0.9, 192.0.2.7' } })
  await expect.poll(() => output).toContain('"address":"203.0.113.5"')
})
