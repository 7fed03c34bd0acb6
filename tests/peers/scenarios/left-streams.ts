import type { Scenario, Setup } from './scenario.ts'

/** Leaves many streams after their first delta, then gives a moment to what closes in the background. */
async function leaveStreams({ units, open }: Setup): Promise<void> {
  const client = await open()
  const leave = (): Promise<void> => client.streamChat(() => false)
  for (let left = 0; left < units; left += 50) await Promise.all(Array.from({ length: 50 }, leave))
  await new Promise((resolve) => setTimeout(resolve, 500))
}

const left = (measure: Scenario['measure']): Scenario => ({
  units: 10_000,
  quickUnits: 500,
  reply: () => 'held/1',
  measure,
})

/** Sockets that are still open at the server. */
export const leftSockets: Scenario = left(async (setup) => {
  await leaveStreams(setup)
  const { get } = process.getBuiltinModule('node:http')
  const body = await new Promise<string>((resolve, reject) => {
    const request = get(`${new URL(setup.baseUrl).origin}/sockets`, { agent: false }, async (response) => {
      resolve((await response.toArray()).join(''))
    })
    request.on('error', reject)
  })
  return Number(body)
})

/** MiB of heap that are still held. */
export const leftHeap: Scenario = left(async (setup) => {
  const { gc } = globalThis
  gc?.()
  const before = process.memoryUsage().heapUsed
  await leaveStreams(setup)
  gc?.()
  return (process.memoryUsage().heapUsed - before) / 2 ** 20
})
