import { cpuOf, expect, type Scenario, warmUp } from './scenario.ts'

/** Families of servers whose Responses streams are measured; see `server/stream-shapes.ts`. */
export const responseFamilies = ['padded', 'bare'] as const

const responseScenario = (reply: Scenario['reply']): Scenario => ({
  units: 200_000,
  quickUnits: 20_000,
  needs: 'streamResponse',
  reply,
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
})

/** CPU time per delta of a Responses stream, with one delta per HTTP chunk. */
export const responseStream: Scenario = responseScenario((units) => `each/${units}`)

/** The same as one family of servers sends it. */
export const responseFamilyStream = (family: string): Scenario =>
  responseScenario((units) => `shaped-each/${units}/${family}`)
