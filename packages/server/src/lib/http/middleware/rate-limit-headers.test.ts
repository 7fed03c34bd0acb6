import { describe, expect, it } from 'vitest'
import { startAccountServer } from '../../test-support/start-account-server.test-support.ts'

const chat = '/v1/chat/completions'
const ask = (fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content: 'hi' }], ...fields })
const start = Date.UTC(2026, 5, 15, 12)

const read = ({ headers }: Response, unit = 'requests') =>
  ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}-${unit}`))

describe('limits of a key', () => {
  it('count down on every answer', async () => {
    let now = start
    await using server = await startAccountServer({ limits: { requestsPerMinute: 3 }, now: () => now })
    expect(read(await server.call('POST', chat, ask()))).toEqual(['3', '2', '1m0s'])
    now += 20_500
    expect(read(await server.call('POST', chat, ask({ n: 0 })))).toEqual(['3', '1', '1m0s'])
    const stream = await server.call('POST', chat, ask({ stream: true }))
    expect(read(stream)).toEqual(['3', '0', '1m0s'])
    await stream.text()
    now += 10_000
    const refused = await server.call('GET', '/v1/usage')
    expect([refused.status, read(refused), refused.headers.get('retry-after')]).toEqual([429, ['3', '0', '50s'], '30'])
    now += 50_000
    expect(read(await server.call('POST', chat, ask()))).toEqual(['3', '2', '1m0s'])
  })
})

describe('limits of a plan', () => {
  it('are the tightest for requests, and tokens per month', async () => {
    await using server = await startAccountServer({ plan: 'free', now: () => start })
    const first = await server.call('POST', chat, ask())
    // 12 hours remain of the day, and 15.5 days of the month.
    expect([read(first), read(first, 'tokens')]).toEqual([
      ['20', '19', '12h0m0s'],
      ['500000', '499996', '372h0m0s'],
    ])
    const invalid = await server.call('POST', chat, ask({ n: 0 }))
    expect([invalid.status, read(invalid)]).toEqual([422, ['20', '19', '12h0m0s']])
  })

  it('are reported when they refuse', async () => {
    await using server = await startAccountServer({ plan: 'free', now: () => start })
    let answer = await server.call('POST', chat, ask())
    for (let sent = 0; sent < 20; sent++) answer = await server.call('POST', chat, ask())
    expect([answer.status, read(answer)]).toEqual([429, ['20', '0', '12h0m0s']])
  })

  it('per minute are the tightest of a plan without others', async () => {
    await using server = await startAccountServer({ plan: 'enterprise', balanceKopecks: 1_000, now: () => start })
    const answer = await server.call('POST', chat, ask())
    expect([read(answer), read(answer, 'tokens')]).toEqual([
      ['60', '59', '1m0s'],
      [null, null, null],
    ])
  })
})

describe('without a limit', () => {
  it('there are no headers', async () => {
    await using server = await startAccountServer()
    expect(read(await server.call('POST', chat, ask()))).toEqual([null, null, null])
    expect(read(await fetch(server.url + chat, { method: 'POST' }))).toEqual([null, null, null])
  })
})

describe('calls that no plan limits', () => {
  it('have their own limit, with a key or without', async () => {
    let now = start
    await using server = await startAccountServer({ plan: 'free', limits: { freeCallsPerMinute: 4 }, now: () => now })
    const call = (path: string) => server.call('GET', path)
    expect(read(await call('/v1/usage'))).toEqual(['4', '3', '15s'])
    expect(read(await call('/v1/quota'))).toEqual(['4', '2', '30s'])
    expect(read(await call('/v1/models'))).toEqual(['4', '3', '15s'])
    now += 14_000
    expect(read(await call('/v1/usage'))).toEqual(['4', '2', '31s'])
    await call('/v1/usage')
    await call('/v1/usage')
    const refused = await call('/v1/usage')
    expect([refused.status, read(refused)]).toEqual([429, ['4', '0', '1m1s']])
  })
})

it('tells how long an answer took to start', async () => {
  await using server = await startAccountServer()
  for (const answer of [await server.call('POST', chat, ask()), await server.call('GET', '/nothing')]) {
    expect(answer.headers.get('openai-processing-ms')).toMatch(/^\d+$/)
    expect(answer.headers.get('openai-version')).toBeNull()
  }
})
