import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { generateApiKey } from '../accounts/api-keys.ts'
import { isDiskFailure } from '../disk-failure.ts'
import { programPath } from '../test-support/program-path.test-support.ts'
import { startAccountServer } from '../test-support/start-account-server.test-support.ts'
import { createDiskHealth } from './disk-health.ts'

const failure = (fields: object) => Object.assign(new Error('failed'), fields)

it.each([
  [failure({ code: 'ENOSPC' }), true],
  [failure({ code: 'EIO' }), true],
  [failure({ code: 'EROFS' }), true],
  [failure({ code: 'ERR_SQLITE_ERROR', errcode: 13 }), true],
  [failure({ code: 'ERR_SQLITE_ERROR', errcode: 778 }), true],
  [failure({ code: 'ERR_SQLITE_ERROR', errcode: 8 }), true],
  [failure({ code: '53100' }), true],
  [new Error('outer', { cause: failure({ code: 'ENOSPC' }) }), true],
  [failure({ code: 'ERR_SQLITE_ERROR', errcode: 5 }), false],
  [failure({ code: 'ERR_SQLITE_ERROR', errcode: 1555 }), false],
  [failure({ code: 'ENOENT' }), false],
  ['ENOSPC', false],
  [undefined, false],
])('%j is a failure of the disk: %j', (error, expected) => {
  expect(isDiskFailure(error)).toBe(expected)
})

it('reports a failed write until one succeeds', async () => {
  const health = createDiskHealth({ directory: tmpdir(), minFreeBytes: 1 })
  const broken = () => Promise.reject(failure({ code: 'ENOSPC' }))
  expect(await health.check(broken)).toBe('ok')
  health.reportFailure(new Error('a bad statement'))
  expect(await health.check(broken)).toBe('ok')
  health.reportFailure(failure({ code: 'EROFS' }))
  expect([await health.check(broken), await health.check(broken)]).toEqual(['write_failed', 'write_failed'])
  expect([await health.check(async () => {}), await health.check(broken)]).toEqual(['ok', 'ok'])
})

it('makes the server not ready when the disk is almost full', async () => {
  await using server = await startAccountServer({ limits: { minFreeDiskBytes: Number.MAX_SAFE_INTEGER } })
  const answer = await fetch(`${server.url}/ready`)
  expect([answer.status, await answer.json()]).toEqual([503, { status: 'disk_full' }])
})

it.skipIf(process.platform === 'win32')(
  'makes the server not ready when the disk rejects a write',
  { timeout: 300_000 },
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'mira-disk-'))
    const key = generateApiKey()
    const program = programPath(new URL('../test-support/word-server-process.test-support.ts', import.meta.url))
    const args = ['--conditions=@mira/source', program, JSON.stringify({ dataDir }), key, '0']
    // Files cannot grow beyond 1,200 blocks of 512 bytes, as on a full disk.
    const child = spawn('sh', ['-c', 'ulimit -f 1200; exec "$@"', 'sh', process.execPath, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    try {
      const [output] = await once(child.stdout, 'data')
      const url = String(output).trim()
      const ready = async () => (await fetch(`${url}/ready`)).json()
      expect(await ready()).toEqual({ status: 'ready' })
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const body = JSON.stringify({
        model: 'mira',
        messages: [{ role: 'user', content: 'w'.repeat(20_000) }],
        store: true,
      })
      const send = async () => (await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body })).status
      let status = 200
      for (let index = 0; status === 200 && index < 100; index += 1) status = await send()
      expect(status).toBe(503)
      expect(await ready()).toEqual({ status: 'write_failed' })
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
      await rm(dataDir, { recursive: true })
    }
  },
)

it('knows no disk of a server that keeps everything in memory', async () => {
  expect(await createDiskHealth({ directory: undefined, minFreeBytes: Infinity }).check(async () => {})).toBe('ok')
})
