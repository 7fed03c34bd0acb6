import fc from 'fast-check'
import { expect, it } from 'vitest'
import { control } from '../test-support/control-client.test-support.ts'
import { ask, startEmulator } from '../test-support/start-emulator.test-support.ts'
import type { WordServer } from '../test-support/start-word-server.test-support.ts'

const enabled = { emulator: { control: true } }
const chatOnly = { endpoint: 'chat' }

async function save(server: WordServer, name: string, testId?: string): Promise<void> {
  expect((await control(server, 'POST', 'snapshots', { name, testId })).status).toBe(200)
}

const restore = (server: WordServer, name: string) => control(server, 'POST', 'snapshots/restore', { name })

it('restores fixtures, occurrences, faults and requests of one test, as often as asked', async () => {
  await using server = await startEmulator([{ answer: { text: 'shared' } }], enabled)
  const fixtures = [1, 2].map((occurrence) => ({ match: { occurrence }, answer: { text: `${occurrence}` } }))
  await control(server, 'POST', 'fixtures', { testId: 'one', fixtures })
  await control(server, 'POST', 'faults', { testId: 'one', faults: [{ fault: { status: 503 }, after: 2, times: 1 }] })
  const askOne = () => ask(server, 'Hi', { 'x-mira-test-id': 'one' })
  expect(await askOne()).toBe('1')
  await save(server, 'begun', 'one')
  for (let round = 0; round < 2; round++) {
    expect([await askOne(), await askOne(), await askOne()]).toEqual(['2', '503 Injected fault 503', 'shared'])
    await control(server, 'POST', 'reset', { testId: 'one' })
    expect(await askOne()).toBe('shared')
    expect(await ask(server, 'Hi')).toBe('shared')
    expect((await restore(server, 'begun')).body).toMatchObject({ name: 'begun', testId: 'one' })
    expect((await control(server, 'GET', 'requests?testId=one')).body.data).toHaveLength(1)
  }
  expect((await control(server, 'GET', 'requests')).body.data).toHaveLength(3)
})

it('restores balances, keys and the clock of all tests', async () => {
  await using server = await startEmulator([{ answer: { text: 'Hi' } }], { ...enabled, now: () => 1_000_000 })
  const { body: first } = await control(server, 'POST', 'keys', { testId: 'one', balanceKopecks: 500 })
  const balance = async () =>
    (await control(server, 'POST', 'topups', { userId: first.userId, amountKopecks: 1 })).body.balanceKopecks - 1
  const before = await balance()
  await save(server, 'seeded')
  await control(server, 'POST', 'topups', { userId: first.userId, amountKopecks: 300 })
  const { body: second } = await control(server, 'POST', 'keys', { testId: 'two' })
  await control(server, 'POST', 'clock', { advanceMs: 60_000 })
  const askWith = (key: string) => ask(server, 'Hi', { authorization: `Bearer ${key}` })
  expect([await askWith(first.key), await askWith(second.key)]).toEqual(['Hi', 'Hi'])
  await restore(server, 'seeded')
  expect(await balance()).toBe(before + 1)
  expect((await control(server, 'GET', 'clock')).body).toEqual({ now: 1_000_000, offsetMs: 0 })
  expect([await askWith(first.key), await askWith(second.key)]).toEqual(['Hi', '401 Invalid API key'])
})

it('lists, replaces and removes snapshots, and names those that there are', async () => {
  await using server = await startEmulator([], enabled)
  await save(server, 'a')
  await save(server, 'b', 'one')
  await save(server, 'a')
  const names = async () =>
    (await control(server, 'GET', 'snapshots')).body.data.map(({ name }: { name: string }) => name)
  expect(await names()).toEqual(['b', 'a'])
  expect((await control(server, 'DELETE', 'snapshots/b')).status).toBe(200)
  expect(await names()).toEqual(['a'])
  const missing = await restore(server, 'c')
  expect([missing.status, missing.body.detail]).toEqual([404, 'No snapshot has the name "c"; there are "a"'])
  expect((await control(server, 'POST', 'snapshots', { name: '' })).status).toBe(422)
})

it('continues as it would have continued: the same answers and faults after each restore', async () => {
  await using server = await startEmulator([{ answer: { text: 'shared' } }], enabled)
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        before: fc.integer({ min: 0, max: 3 }),
        after: fc.integer({ min: 1, max: 4 }),
        occurrence: fc.integer({ min: 1, max: 4 }),
        probability: fc.constantFrom(0.3, 0.5, 0.8),
        seed: fc.nat(),
      }),
      async ({ before, after, occurrence, probability, seed }) => {
        run += 1
        const testId = `run ${run}`
        const askRun = () => ask(server, 'Hi', { 'x-mira-test-id': testId })
        await control(server, 'POST', 'fixtures', {
          testId,
          fixtures: [{ match: { occurrence }, answer: { text: 'nth' } }],
        })
        await control(server, 'POST', 'faults', {
          testId,
          faults: [{ match: chatOnly, fault: { status: 500 }, probability, seed }],
        })
        for (let count = 0; count < before; count++) await askRun()
        await save(server, testId, testId)
        const runs: string[][] = []
        for (let round = 0; round < 2; round++) {
          const answers = []
          for (let count = 0; count < after; count++) answers.push(await askRun())
          runs.push(answers)
          await restore(server, testId)
        }
        expect(runs[1]).toEqual(runs[0])
      },
    ),
    { numRuns: 20 },
  )
})
