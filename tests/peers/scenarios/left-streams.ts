import type { BenchClient } from '../clients/client.ts'
import { askServer, type Scenario } from './scenario.ts'

/** Leaves many streams after their first delta, then gives a moment to what closes in the background. */
async function leaveStreams(client: BenchClient, units: number): Promise<void> {
  const leave = (): Promise<void> => client.streamChat(() => false)
  for (let left = 0; left < units; left += 50) await Promise.all(Array.from({ length: 50 }, leave))
  await pause()
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300))

const left = (measure: Scenario['measure']): Scenario => ({
  units: 10_000,
  quickUnits: 200,
  slowUnits: 1_000,
  needs: 'streamChat',
  reply: () => 'held/1',
  measure,
})

/**
 * Sockets on which a stream is still open at the server, once their number stands still. Spare connections, which Node's
 * own pool opens beyond the requests that there are, do not count.
 */
export const leftSockets: Scenario = left(async ({ units, baseUrl, open }) => {
  await leaveStreams(await open(), units)
  let sockets = Number.NaN
  for (let before: number | undefined; before !== sockets && sockets !== 0; ) {
    before = sockets
    sockets = await askServer(baseUrl, 'held-streams')
    await pause()
  }
  return sockets
})

/** Gets at the garbage collector late: its flag at the start would cost Node its code cache, and every child 50 ms. */
function openCollector(): () => void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc')
  return process.getBuiltinModule('node:vm').runInNewContext('gc')
}

/** MiB of heap that are still held. */
export const leftHeap: Scenario = left(async ({ units, open }) => {
  const collect = openCollector()
  const client = await open()
  // What the first streams load stays loaded.
  await leaveStreams(client, 100)
  collect()
  const before = process.memoryUsage().heapUsed
  await leaveStreams(client, units)
  collect()
  return (process.memoryUsage().heapUsed - before) / 2 ** 20
})
