import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createClient } from '@mira/core'
import { expect, it } from 'vitest'
import { mapCalls } from './map-calls.ts'

const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

it.each(['input', 'completion'] as const)('retains no item or value that has been read, in %s order', async (order) => {
  const refs: WeakRef<object>[] = []
  function* items() {
    for (let index = 0; ; index += 1) yield track({ index })
  }
  const track = <Value extends object>(value: Value): Value => {
    refs.push(new WeakRef(value))
    return value
  }
  const signals = new Set<AbortSignal>()
  const batch = mapCalls(
    client,
    items(),
    async ({ index }, { signal }) => {
      signals.add(signal)
      if (index % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
      return track({ value: index })
    },
    { order, concurrency: 8, bufferSize: 8 },
  )
  const counts: number[] = []
  let read = 0
  for await (const _ of batch) {
    read += 1
    if (read % 5_000 !== 0) continue
    // References are kept until the end of a turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
    counts.push(refs.filter((ref) => ref.deref() !== undefined).length)
    if (read === 20_000) break
  }
  expect(refs.length).toBeGreaterThan(40_000)
  // An item and a value for each that is held, and the one of the loop.
  for (const count of counts) expect(count).toBeLessThanOrEqual(2 * 16 + 4)
  expect(signals.size).toBe(1)
})
