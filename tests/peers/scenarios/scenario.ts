import type { BenchClient, Skill } from '../clients/client.ts'

/** One thing that is measured, in a fresh process for each contestant. */
export interface Scenario {
  /** Units (deltas, requests, streams) of a full run and of a quick one. */
  readonly units: number
  readonly quickUnits: number
  /** For contestants that would take minutes otherwise. */
  readonly slowUnits?: number | undefined
  /** What it uses of a contestant: who cannot do that takes no part. */
  readonly needs: Skill
  /** First parts of the path: what the server answers with, and how much of it. */
  readonly reply: (units: number) => string
  /** Measures; lower is better. */
  readonly measure: (setup: Setup) => Promise<number>
}

export interface Setup {
  readonly units: number
  readonly baseUrl: string
  /** Loads and opens the contestant. */
  readonly open: () => Promise<BenchClient>
}

/** CPU time of this process that some work takes, in microseconds. */
export async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

const pauseMs = 200

/** Works twice, with a pause in which clients may load what they leave for after their first answers. */
export async function warmUp(work: () => Promise<unknown>): Promise<void> {
  await work()
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
  await work()
}

/** Reads a chat stream to its end. @throws {Error} when other than the expected number of deltas came. */
export async function readDeltas(client: BenchClient, expected?: number): Promise<void> {
  let deltas = 0
  await client.streamChat(() => {
    deltas += 1
    return true
  })
  expect(deltas, expected ?? deltas, 'deltas')
}

export function expect(actual: number, expected: number, what: string): void {
  if (actual !== expected) throw new Error(`${actual} ${what} came, not ${expected}`)
}

/** Reads a number that the server tells of itself. */
export function askServer(baseUrl: string, what: 'held-streams' | 'job-requests'): Promise<number> {
  const { get } = process.getBuiltinModule('node:http')
  return new Promise((resolve, reject) => {
    const request = get(`${new URL(baseUrl).origin}/${what}`, { agent: false }, async (response) => {
      resolve(Number((await response.toArray()).join('')))
    })
    request.on('error', reject)
  })
}
