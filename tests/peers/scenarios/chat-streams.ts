import { cpuOf, readDeltas, readTexts, type Scenario, warmUp } from './scenario.ts'

const chatStream = (layout: 'each' | 'bulk' | 'split'): Scenario => ({
  units: 200_000,
  quickUnits: 30_000,
  slowUnits: 40_000,
  needs: 'streamChat',
  reply: (units) => `${layout}/${units}`,
  async measure({ units, open }) {
    const client = await open()
    const read = (): Promise<void> => readDeltas(client, units)
    await warmUp(read)
    return (await cpuOf(read)) / units
  },
})

/** CPU time per delta with one delta per HTTP chunk. */
export const chatStreamEach: Scenario = chatStream('each')
/** The same with hundreds of deltas in one chunk. */
export const chatStreamBulk: Scenario = chatStream('bulk')
/** The same with chunks split within events and characters. */
export const chatStreamSplit: Scenario = chatStream('split')

/** Families of servers whose chat streams are measured; see `server/stream-shapes.ts`. */
export const chatFamilies = [
  'thinking',
  'padded',
  'counted',
  'ticking',
  'filtered',
  'scored',
  'routed',
  'reordered',
  'pair',
  'tool',
  'random',
] as const

/** Minimum share of the events of a family that have text for the first choice. Defaults to nearly all. */
const textShares: Readonly<Record<string, number>> = { thinking: 0.6, pair: 0.45, tool: 0 }

/** Layouts of a stream over HTTP chunks. */
export const layouts = ['each', 'bulk', 'split'] as const

/** CPU time per event of a chat stream as one family of servers sends it; not all of its events have text. */
export const familyStream = (family: string, layout: (typeof layouts)[number]): Scenario => ({
  units: 60_000,
  quickUnits: 20_000,
  slowUnits: 20_000,
  needs: 'streamChat',
  reply: (units) => `shaped-${layout}/${units}/${family}`,
  async measure({ units, open }) {
    const client = await open()
    const minTexts = Math.floor(units * (textShares[family] ?? 0.95))
    const read = (): Promise<void> => readTexts(client, minTexts)
    await warmUp(read)
    return (await cpuOf(read)) / units
  },
})

const pacedDeltas = 60

/** CPU time per delta of many concurrent slow streams, with fifty deltas per second each. */
export const pacedStreams: Scenario = {
  units: 200,
  quickUnits: 50,
  needs: 'streamChat',
  reply: () => `paced/${pacedDeltas}`,
  async measure({ units, open }) {
    const client = await open()
    await warmUp(() => readDeltas(client, pacedDeltas))
    const streams = Array.from({ length: units }, () => () => readDeltas(client, pacedDeltas))
    return (await cpuOf(() => Promise.all(streams.map((read) => read())))) / (units * pacedDeltas)
  },
}

/** Peak memory of the process during one very long stream, in KiB. */
export const peakMemory: Scenario = {
  units: 1_000_000,
  quickUnits: 20_000,
  slowUnits: 300_000,
  needs: 'streamChat',
  reply: (units) => `each/${units}`,
  async measure({ units, open }) {
    await readDeltas(await open(), units)
    return process.resourceUsage().maxRSS
  },
}

/** Median time from the call to the first text on an open connection, in milliseconds. */
export const firstText: Scenario = {
  units: 4_000,
  quickUnits: 200,
  needs: 'streamChat',
  reply: () => 'short/20',
  async measure({ units, open }) {
    const client = await open()
    const times: number[] = []
    for (let call = 0; call < units; call += 1) {
      const startedAt = performance.now()
      let firstAt = 0
      await client.streamChat(() => {
        firstAt ||= performance.now()
        return true
      })
      // The first calls are warm-up.
      if (call >= units / 4) times.push(firstAt - startedAt)
    }
    return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN
  },
}
