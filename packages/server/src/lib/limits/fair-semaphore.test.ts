import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createFairSemaphore, type ReleasePermits } from './fair-semaphore.ts'

it('leaves room for other users, however many permits one requests', async () => {
  const semaphore = createFairSemaphore({ capacity: 4, share: 2, unit: 'requests' })
  const held = [semaphore.tryAcquire('greedy'), semaphore.tryAcquire('greedy'), semaphore.tryAcquire('greedy')]
  expect(held.map((release) => release !== undefined)).toEqual([true, true, false])
  await expect(semaphore.acquire('greedy')).rejects.toMatchObject({ status: 429, retryAfterSeconds: 1 })
  expect(semaphore.tryAcquire('other')).toBeDefined()
  expect(semaphore.tryAcquire('another')).toBeDefined()
  await expect(semaphore.acquire('late')).rejects.toMatchObject({ status: 503, retryAfterSeconds: 1 })
})

it('serves the queues of users in turn', async () => {
  const semaphore = createFairSemaphore({ capacity: 1, share: 1, unit: 'requests' })
  let release = await semaphore.acquire('a')
  const order: string[] = []
  const wait = async (user: string) => {
    const next = await semaphore.acquire(user)
    order.push(user)
    release = next
  }
  const waits = ['a', 'a', 'a', 'b', 'b', 'c'].map(wait)
  while (order.length < waits.length) {
    const count = order.length
    release()
    await expect.poll(() => order.length).toBe(count + 1)
  }
  expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'a'])
})

it('grants a request for more than the share, alone', () => {
  const semaphore = createFairSemaphore({ capacity: 10, share: 5, unit: 'bytes' })
  const release = semaphore.tryAcquire('a', 100)
  expect([release === undefined, semaphore.tryAcquire('b', 1)]).toEqual([false, undefined])
  release!()
  release!()
  expect(semaphore.tryAcquire('b', 1)).toBeDefined()
})

it('never grants more than the capacity and the shares, and everything again once all is released', () => {
  const step = fc.record({
    user: fc.constantFrom('a', 'b', 'c'),
    weight: fc.integer({ min: 1, max: 4 }),
    take: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const [capacity, share] = [8, 4]
      const semaphore = createFairSemaphore({ capacity, share, unit: 'permits' })
      const held: { user: string; weight: number; release: ReleasePermits }[] = []
      const sum = (user?: string) =>
        held.filter((one) => user === undefined || one.user === user).reduce((total, { weight }) => total + weight, 0)
      for (const { user, weight, take } of steps) {
        const release = take ? semaphore.tryAcquire(user, weight) : held.shift()?.release()
        if (typeof release === 'function') held.push({ user, weight, release })
        expect(sum()).toBeLessThanOrEqual(capacity)
        expect(sum(user)).toBeLessThanOrEqual(share)
      }
      for (const { release } of held.splice(0)) release()
      expect(semaphore.tryAcquire('a', share)).toBeDefined()
      expect(semaphore.tryAcquire('b', share)).toBeDefined()
    }),
  )
})
