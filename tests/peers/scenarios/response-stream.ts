import { cpuOf, expect, type Scenario, warmUp } from './scenario.ts'

/** CPU time per delta of a Responses stream, with one delta per HTTP chunk. */
export const responseStream: Scenario = {
  units: 200_000,
  quickUnits: 20_000,
  needs: 'streamResponse',
  reply: (units) => `each/${units}`,
  async measure({ units, open }) {
    const client = await open()
    const read = async (): Promise<void> => {
      let deltas = 0
      await client.streamResponse(() => {
        deltas += 1
        return true
      })
      expect(deltas, units, 'deltas')
    }
    await warmUp(read)
    return (await cpuOf(read)) / units
  },
}
