import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { expect, it } from 'vitest'
import { postgresIsMissing, startShared } from './lib/deployment/deployment.ts'

const callers = 6

const reason = postgresIsMissing ? ` (${postgresIsMissing})` : ''

it.skipIf(postgresIsMissing)(`a rolling restart of two servers under load fails no request${reason}`, async () => {
  // Within the drain delay, every caller makes a call, whose answer ends its connection, even on a busy machine.
  await using deployment = await startShared({ apiCount: 2, workerCount: 0, drainMs: 1_500 })
  const { url, apiKey } = deployment
  let isOver = false
  let answered = 0
  const failures: unknown[] = []

  const call = async (index: number) => {
    const mira = createClient({ baseUrl: url, apiKey, retry: false }).extend(chat)
    for (let turn = 0; !isOver; turn++) {
      const messages = [{ role: 'user' as const, content: `caller ${index} turn ${turn}` }]
      try {
        if (turn % 3 === 0) await (await mira.chat.stream({ model: 'mira', messages })).text()
        else await mira.chat.create({ model: 'mira', messages })
        answered += 1
      } catch (error) {
        failures.push(error)
      }
    }
  }

  const load = Promise.all(Array.from({ length: callers }, (_, index) => call(index)))
  const exitCodes: (number | null)[] = []
  for (const index of [0, 1]) {
    const before = answered
    await expect.poll(() => answered).toBeGreaterThan(before + 2 * callers)
    exitCodes.push(await deployment.restartApi(index, 'SIGTERM'))
  }
  isOver = true
  await load
  expect(failures).toEqual([])
  expect(exitCodes).toEqual([0, 0])
  // The load moved on. Connections are kept alive, so the last process may not have been needed.
  expect(deployment.balancer.served.size).toBeGreaterThanOrEqual(3)
  expect(answered).toBeGreaterThan(6 * callers)
})
