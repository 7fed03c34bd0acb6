import { expect, it } from 'vitest'
import { useMira } from '../vitest.ts'

const mira = useMira({ fixtures: [{ match: { occurrence: 1 }, answer: { text: 'shared' } }], strict: true })
const seen: string[] = []

async function ask(content: string): Promise<string> {
  const { OPENAI_BASE_URL, OPENAI_API_KEY } = process.env
  const response = await fetch(`${OPENAI_BASE_URL}/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${OPENAI_API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'mira', messages: [{ role: 'user', content }] }),
  })
  const { choices, detail } = (await response.json()) as {
    readonly choices?: { message: { content: string } }[]
    readonly detail?: string
  }
  return choices?.[0]?.message.content ?? `${response.status} ${detail}`
}

it('points the clients of the environment at the server', async () => {
  seen.push(mira.testId)
  expect(process.env.MIRA_BASE_URL).toBe(mira.url)
  expect(process.env.MIRA_API_KEY).toBe(mira.apiKey)
  expect(await ask('Hello')).toBe('shared')
  expect(await ask('Hello')).toContain('404 No fixture matches')
  await mira.addFixtures({ match: { user: 'Hello' }, answer: { text: 'of this test' } })
  expect(await ask('Hello')).toBe('of this test')
})

it('gives each test an id, fixtures and a journal of its own', async () => {
  expect(seen).not.toContain(mira.testId)
  expect(await mira.listRequests()).toEqual([])
  expect(await ask('Hello')).toBe('shared')
  const [request] = await mira.waitForRequests({ path: '/v1/chat/completions' })
  expect(request).toMatchObject({ testId: mira.testId, status: 200 })
})

it('injects faults, seeds keys and advances the clock', async () => {
  await mira.addFaults({ fault: { status: 503 }, times: 1 })
  expect(await ask('Hello')).toContain('503')
  await mira.clearFaults()
  expect(await ask('Hello')).toBe('shared')
  const { userId } = await mira.createKey({ plan: 'pro', balanceKopecks: 100 })
  expect(await mira.topUp(userId, 50)).toBeGreaterThan(140)
  const before = await mira.advanceClock(0)
  expect(await mira.advanceClock(60_000)).toBeGreaterThanOrEqual(before + 60_000)
})

it('pages through a long journal and removes a fixture', async () => {
  const [id] = await mira.addFixtures({ answer: { text: 'added' } })
  await mira.removeFixture(id!)
  expect(await ask('Hello')).toBe('shared')
  await expect(mira.removeFixture(id!)).rejects.toThrow('No added fixture')
  await expect(mira.waitForRequests({ contains: 'never' }, { timeoutMs: 1 })).rejects.toThrow('0 of 1 requests')
  await expect(mira.addFixtures({ answer: () => ({ text: 'x' }) })).rejects.toThrow(TypeError)
})

it('saves and restores the state of the test, and removes its fixtures', async () => {
  await mira.addFixtures({ match: { occurrence: 2 }, answer: { text: 'second' } })
  expect(await ask('Hello')).toBe('shared')
  const name = `snapshot of ${mira.testId}`
  await mira.saveSnapshot(name)
  expect(await ask('Hello')).toBe('second')
  await mira.restoreSnapshot(name)
  expect(await ask('Hello')).toBe('second')
  await mira.restoreSnapshot(name)
  await mira.clearFixtures()
  expect(await ask('Hello')).toContain('404')
  await expect(mira.restoreSnapshot('none')).rejects.toThrow('No snapshot has the name "none"')
})
