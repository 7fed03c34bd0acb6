import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createUser, topUp } from '../accounts/users.ts'
import { openSqliteStore } from '../store/open-sqlite-store.ts'
import { charge, credit } from './ledger.ts'
import { createPrices } from './prices.ts'

const consumed = { model: 'mira', inputTokens: 1, outputTokens: 2 }

it('neither loses nor adds a part of a kopeck, whatever is charged', async () => {
  const cost = fc.oneof(fc.nat(999_999), fc.nat(5_000_000), fc.nat(10 ** 12))
  const step = fc.oneof(
    fc.record({ costs: fc.array(cost, { minLength: 1, maxLength: 40 }) }),
    fc.record({ credit: fc.integer({ min: -1_000, max: 100_000 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const store = await openSqliteStore(':memory:')
      const { id: userId } = await createUser(store, { name: 'Ada', plan: 'local' }, 1)
      let total = 0n
      let charged = 0n
      let credited = 0n
      for (const one of steps) {
        await store.transaction(async (inner) => {
          if ('costs' in one) {
            const charges = one.costs.map((costMicroKopecks) => ({ requestId: 'r', consumed, costMicroKopecks, at: 1 }))
            for (const kopecks of await charge(inner, userId, charges)) charged += BigInt(kopecks)
            for (const amount of one.costs) total += BigInt(amount)
          } else {
            const line = { userId, type: 'adjustment', description: 'a', at: 1 } as const
            await credit(inner, { ...line, amountKopecks: one.credit })
            credited += BigInt(one.credit)
          }
        })
      }
      const lines = (await store.ledger.list(userId, { limit: 2_000, offset: 0 })).toReversed()
      expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, index) => index + 1))
      let balance = 0
      for (const line of lines) {
        balance += line.amountKopecks
        expect(line.balanceAfterKopecks).toBe(balance)
      }
      expect(BigInt(await store.ledger.balance(userId))).toBe(credited - charged)
      expect(charged).toBe(total / 1_000_000n)
      expect(BigInt(lines.at(-1)?.remainderAfterMicroKopecks ?? 0)).toBe(total % 1_000_000n)
      await store.close()
    }),
    { numRuns: 60 },
  )
})

it('leaves no hole in the ledger where a transaction fails', async () => {
  const store = await openSqliteStore(':memory:')
  const { id: userId } = await createUser(store, { name: 'Ada', plan: 'local' }, 1)
  const failing = store.transaction(async (inner) => {
    await charge(inner, userId, [{ requestId: 'r', consumed, costMicroKopecks: 5, at: 1 }])
    throw new Error('power cut')
  })
  await expect(failing).rejects.toThrow('power cut')
  await topUp(store, { userId, amountKopecks: 1, paymentMethod: 'card' }, 1)
  expect(await store.ledger.list(userId, { limit: 5, offset: 0 })).toMatchObject([
    { sequence: 1, amountKopecks: 1, remainderAfterMicroKopecks: 0 },
  ])
  await store.close()
})

it('takes a user of the free plan to pro at the first top-up, and refuses one for nobody', async () => {
  const store = await openSqliteStore(':memory:')
  const { id: userId } = await createUser(store, { name: 'Ada', plan: 'free' }, 1)
  await topUp(store, { userId, amountKopecks: 5, paymentMethod: 'sbp' }, 1)
  expect((await store.users.find(userId))?.plan).toBe('pro')
  const nobody = topUp(store, { userId: 'nobody', amountKopecks: 5, paymentMethod: 'sbp' }, 1)
  await expect(nobody).rejects.toThrow(RangeError)
  await store.close()
})

it.each([
  [{ model: 'mira', inputTokens: 1, outputTokens: 0 }, 5_000],
  [{ model: 'mira', inputTokens: 1_000_000, outputTokens: 1_000_000 }, 20_000_000_000],
  [{ model: 'mira-max', inputTokens: 0, outputTokens: 2 }, 150_000],
  [{ model: 'mira-image', inputTokens: 0, outputTokens: 0, images: 3 }, 1_200_000_000],
  [{ model: 'mira-video', inputTokens: 0, outputTokens: 0, durationMs: 1 }, 1_200_000],
  [{ model: 'mira-voice', inputTokens: 0, outputTokens: 0, characters: 1 }, 90_000],
  [{ model: 'some-upstream', inputTokens: 0, outputTokens: 1 }, 15_000],
])('prices %o exactly', (consumption, microKopecks) => {
  expect(createPrices().cost(consumption)).toBe(microKopecks)
})

it('refuses prices that are none, and costs that are not exact', () => {
  for (const price of ['1.234', '-1', 'much', 0.001]) {
    expect(() => createPrices({ models: {}, default: { per_image: price } })).toThrow('at most two decimals')
  }
  const dear = createPrices({ models: {}, default: { per_image: '999999999.99' } })
  expect(() => dear.cost({ model: 'm', inputTokens: 0, outputTokens: 0, images: 1_000 })).toThrow(RangeError)
})
