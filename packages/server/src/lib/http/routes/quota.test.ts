import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { type AccountServer, startAccountServer } from '../../test-support/start-account-server.test-support.ts'

const noon = Date.UTC(2026, 5, 15, 12)
const hour = 3_600_000

/** Past requests. */
const used =
  (...requests: readonly { readonly count: number; readonly at: number; readonly model?: string }[]) =>
  ({ store, userId, keyId }: Pick<AccountServer, 'store' | 'userId' | 'keyId'>) =>
    store.transaction(async ({ usage }) => {
      for (const { count, at, model = 'mira' } of requests) {
        for (let index = 0; index < count; index++) {
          await usage.add({
            id: randomUUID(),
            userId,
            keyId,
            requestId: 'r',
            endpoint: '/v1/chat/completions',
            model,
            inputTokens: 1,
            outputTokens: 1,
            outcome: 'completed',
            costMicroKopecks: 0,
            chargedKopecks: 0,
            createdAt: at,
          })
        }
      }
    })

const read = async (server: AccountServer) => (await server.call('GET', '/v1/quota')).json()

it('returns what remains of each window of a plan', async () => {
  const prepare = used({ count: 4, at: noon - hour }, { count: 10, at: noon - 30 * hour, model: 'mira-thinking' })
  await using server = await startAccountServer({ plan: 'free', now: () => noon, prepare })
  const week = { used: 14, limit: 100, utilization: 0.14, resets_at: (noon - 30 * hour) / 1_000 + 7 * 24 * 3_600 }
  expect(await read(server)).toEqual({
    status: 'allowed',
    rate_limit_type: null,
    utilization: 0.5,
    resets_at: null,
    is_using_overage: false,
    buckets: {
      five_hour: { used: 4, limit: 20, utilization: 0.2, resets_at: noon / 1_000 + 4 * 3_600 },
      seven_day: week,
      seven_day_thinking: { ...week, used: 10, limit: 20, utilization: 0.5 },
      seven_day_standard: { ...week, used: 4, utilization: 0.04 },
    },
    plan: 'free',
  })
})

it.each([
  { count: 16, status: 'allowed_warning', type: 'five_hour', utilization: 0.8 },
  { count: 20, status: 'rejected', type: 'five_hour', utilization: 1 },
])('says $status at $utilization', async ({ count, status, type, utilization }) => {
  const prepare = used({ count, at: noon - hour })
  await using server = await startAccountServer({ plan: 'free', now: () => noon, prepare })
  expect(await read(server)).toMatchObject({ status, rate_limit_type: type, utilization })
})

it('says so when the day is used up though no window is, and when that is paid for', async () => {
  const prepare = used({ count: 20, at: noon - 6 * hour })
  await using server = await startAccountServer({ plan: 'free', now: () => noon, prepare })
  expect(await read(server)).toMatchObject({ status: 'rejected', rate_limit_type: null, is_using_overage: false })
  await using paying = await startAccountServer({ plan: 'free', hasOverage: true, now: () => noon, prepare })
  expect(await read(paying)).toMatchObject({ status: 'allowed', is_using_overage: true })
})

it('returns no limits of a local server', async () => {
  await using server = await startAccountServer()
  const quota = await read(server)
  expect(quota).toMatchObject({ status: 'allowed', utilization: 0, plan: 'local' })
  expect(quota.buckets.seven_day).toEqual({ used: 0, limit: -1, utilization: 0, resets_at: null })
})
