import { cpuOf, expect, type Scenario, warmUp } from './scenario.ts'

/** CPU time per small JSON request. */
const smallRequest = (concurrency: number): Scenario => ({
  units: 25_600,
  quickUnits: 960,
  needs: 'chat',
  reply: () => 'json/1',
  async measure({ units, open }) {
    const client = await open()
    const rounds = async (count: number): Promise<void> => {
      for (let round = 0; round < count; round += 1) {
        await Promise.all(Array.from({ length: concurrency }, () => client.chat()))
      }
    }
    await warmUp(() => rounds(Math.ceil(units / concurrency / 6)))
    const measured = Math.ceil(units / concurrency)
    return (await cpuOf(() => rounds(measured))) / (measured * concurrency)
  },
})

/** Small requests, one after the other. */
export const requestsInTurn: Scenario = smallRequest(1)
/** Small requests, 64 at a time. */
export const requestsAtOnce: Scenario = smallRequest(64)

/** CPU time of a request for a thousand vectors. */
const vectors = (needs: 'embed' | 'embedAsBase64', format: 'float' | 'base64'): Scenario => ({
  units: 8,
  quickUnits: 1,
  needs,
  reply: () => `${format}/1`,
  async measure({ units, open }) {
    const client = await open()
    const embed = async (): Promise<void> => expect(await client[needs](1_000), 1_536_000, 'numbers')
    await warmUp(embed)
    return cpuOf(async () => {
      for (let request = 0; request < units; request += 1) await embed()
    }).then((cpu) => cpu / units)
  },
})

/** Vectors in JSON. */
export const vectorsAsJson: Scenario = vectors('embed', 'float')
/** Vectors in base64. */
export const vectorsAsBase64: Scenario = vectors('embedAsBase64', 'base64')
