import type { BenchClient } from '../clients/client.ts'
import { readCounter, type Scenario } from './scenario.ts'

/** Exits many streams after their first delta, then waits for connections to close in the background. */
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
 * Number of sockets with an open stream at the server, once it is stable. Spare connections of Node's pool do not
 * count.
 */
export const leftSockets: Scenario = left(async ({ units, baseUrl, open }) => {
  await leaveStreams(await open(), units)
  let sockets = Number.NaN
  for (let before: number | undefined; before !== sockets && sockets !== 0; ) {
    before = sockets
    sockets = await readCounter(baseUrl, 'held-streams')
    await pause()
  }
  return sockets
})

/** Exposes the garbage collector at run time: the flag at startup would disable Node's code cache, 50 ms per child. */
function openCollector(): () => void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc')
  return process.getBuiltinModule('node:vm').runInNewContext('gc')
}

/** Retained heap, in MiB. */
export const leftHeap: Scenario = left(async ({ units, open }) => {
  const collect = openCollector()
  const client = await open()
  // Modules loaded by the first streams stay loaded.
  await leaveStreams(client, 100)
  collect()
  const before = process.memoryUsage().heapUsed
  await leaveStreams(client, units)
  collect()
  return (process.memoryUsage().heapUsed - before) / 2 ** 20
})
