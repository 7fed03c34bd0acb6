import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTrialHost } from '../../../test/trial-task.ts'

/** The system needs a moment to end a process. If it keeps running, the test fails. */
const patience = { interval: 20 }

const parentProgram = fileURLToPath(new URL('../../../test/parent-program.ts', import.meta.url))

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Starts a program that has its own worker. Returns both. */
async function startParent(how: 'idle' | 'wait' | 'spin') {
  const args = ['--conditions=@mira/source', parentProgram, how]
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(parent, 'exit')
  const [printed] = await once(parent.stdout, 'data')
  return { parent, exit, workerPid: Number(String(printed)) }
}

describe('a worker process', () => {
  it.each(['idle', 'wait', 'spin'] as const)('ends when its parent is killed (%s)', async (how) => {
    const { parent, exit, workerPid } = await startParent(how)
    expect(workerPid).toBeGreaterThan(0)
    parent.kill('SIGKILL')
    await exit
    await expect.poll(() => isAlive(workerPid), patience).toBe(false)
  })

  it('lets its parent end by itself when it is idle', async () => {
    const { exit, workerPid } = await startParent('idle')
    expect(await exit).toEqual([0, null])
    await expect.poll(() => isAlive(workerPid), patience).toBe(false)
  })

  it('ends after an idle time, and is started again', async () => {
    await using host = createTrialHost({ idleMs: 30 })
    expect(await host.run({ do: 'echo', value: 1 })).toBe(1)
    const pid = host.stats().processes[0]?.pid ?? 0
    await expect.poll(() => host.stats().processes.length, patience).toBe(0)
    expect(isAlive(pid)).toBe(false)
    expect(await host.run({ do: 'echo', value: 2 })).toBe(2)
  })

  it('ignores the signals of a terminal and of a service manager', async () => {
    await using host = createTrialHost()
    const events = host.stream({ do: 'count', to: 2 })
    await events.next()
    const pid = host.stats().processes[0]?.pid ?? 0
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(pid, signal)
    expect(await events.next()).toMatchObject({ value: { index: 1 } })
    expect(await events.next()).toEqual({ done: true, value: 2 })
  })

  it.runIf(process.platform === 'linux')('lets others go first in the background', async () => {
    await using host = createTrialHost({ priority: 'background' })
    expect(await host.run({ do: 'priority' })).toBe(constants.priority.PRIORITY_BELOW_NORMAL)
  })
})

describe('the environment of a worker process', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('has no secrets, and none of the options of the host', async () => {
    vi.stubEnv('MIRA_API_KEY', 'secret')
    vi.stubEnv('OPENAI_API_KEY', 'secret')
    vi.stubEnv('GITHUB_TOKEN', 'secret')
    vi.stubEnv('NODE_OPTIONS', '--no-deprecation')
    await using host = createTrialHost()
    const formerArgv = process.execArgv
    process.execArgv = ['--inspect=1', '--import=./nowhere.mjs']
    const { env, execArgv } = (await host.run({ do: 'inspect' }).finally(() => {
      process.execArgv = formerArgv
    })) as { env: Record<string, string>; execArgv: string[] }
    expect(JSON.stringify(env)).not.toContain('secret')
    expect(env).not.toHaveProperty('NODE_OPTIONS')
    expect(env).toHaveProperty('PATH')
    expect(execArgv).toEqual(['--title=mira trial', expect.stringMatching(/^--max-old/), '--conditions=@mira/source'])
  })
})
