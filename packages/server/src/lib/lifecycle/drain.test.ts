import { expect, it } from 'vitest'
import { startWordServer } from '../test-support/start-word-server.test-support.ts'

it('is not ready, but serves on and closes connections, until it stops', async () => {
  await using server = await startWordServer()
  const ask = (path: string) => fetch(server.url + path)
  const ready = await ask('/ready')
  expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }])
  const closed = server.close({ drainMs: 1_000, graceMs: 1_000 })
  const [draining, models, health] = await Promise.all([ask('/ready'), ask('/v1/models'), ask('/health')])
  expect([draining.status, await draining.json()]).toEqual([503, { status: 'draining' }])
  expect([models.status, models.headers.get('connection'), health.status]).toEqual([200, 'close', 200])
  await closed
  await expect(ask('/ready')).rejects.toThrow()
})
