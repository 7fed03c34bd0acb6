import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProgram } from './program.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mira-worker-command-'))
})
afterAll(() => rm(dataDir, { recursive: true }))

const run = (...args: string[]) => {
  const program = createProgram('mira-server')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
  return program.parseAsync(['--data-dir', dataDir, ...args], { from: 'user' })
}

it.each([
  [['worker', '--workers', '0'], 'at least 1'],
  [['worker', '--workers', 'many'], 'whole number, 0 or more'],
])('%j is refused', async (args, message) => {
  await expect(run(...args)).rejects.toThrow(message)
})

it('refuses a secret of webhooks that is none', async () => {
  process.env.MIRA_WEBHOOK_SECRET = 'secret'
  try {
    await expect(run('worker')).rejects.toThrow('at least 24 bytes')
  } finally {
    delete process.env.MIRA_WEBHOOK_SECRET
  }
})
