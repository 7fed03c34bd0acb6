import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { mapConcurrently } from './map-concurrently.ts'

const forever = () => new Promise<never>(() => {})

describe('mapConcurrently', () => {
  it.each([1, 3, 10])('keeps the order with %d under way at most', async (limit) => {
    let underWay = 0
    let most = 0
    const map = async (item: number) => {
      most = Math.max(most, ++underWay)
      for (let turns = 0; turns < 10 - item; turns += 1) await Promise.resolve()
      underWay -= 1
      return item * 2
    }
    const items = [0, 1, 2, 3, 4, 5]
    expect(await mapConcurrently(items, map, { limit, signal: undefined })).toEqual([0, 2, 4, 6, 8, 10])
    expect(most).toBe(Math.min(limit, items.length))
  })

  it('gives nothing for nothing', async () => {
    expect(await mapConcurrently([], forever, { limit: 2, signal: undefined })).toEqual([])
  })

  it('rejects with the first failure, aborts the others and begins no more', async () => {
    const failure = new Error('first')
    const begun: number[] = []
    const told: unknown[] = []
    const map = (item: number, signal: AbortSignal) => {
      begun.push(item)
      signal.addEventListener('abort', () => told.push(signal.reason))
      return item === 1 ? Promise.reject(failure) : forever()
    }
    await expect(mapConcurrently([0, 1, 2, 3], map, { limit: 2, signal: undefined })).rejects.toBe(failure)
    expect([begun, told]).toEqual([
      [0, 1],
      [failure, failure],
    ])
  })

  it.each(['a result', 'a failure', 'an abort'])('leaves no listener on the signal after %s', async (end) => {
    const controller = new AbortController()
    const { signal } = controller
    const map = async () => {
      expect(getEventListeners(signal, 'abort')).toHaveLength(1)
      if (end === 'a failure') throw new Error('no')
      if (end === 'an abort') controller.abort('enough')
    }
    const outcome = await mapConcurrently([1], map, { limit: 1, signal }).catch((error) => error)
    expect(outcome).toEqual({ 'a result': [undefined], 'a failure': new Error('no'), 'an abort': 'enough' }[end])
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('begins nothing under a signal that is aborted already', async () => {
    const signal = AbortSignal.abort('no')
    const map = () => Promise.reject(new Error('begun'))
    await expect(mapConcurrently([1], map, { limit: 1, signal })).rejects.toBe('no')
  })
})
