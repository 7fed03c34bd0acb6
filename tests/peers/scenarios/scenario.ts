import type { BenchClient, Skill } from '../clients/client.ts'

/** A measurement, taken in a fresh process for each contestant. */
export interface Scenario {
  /** Units (deltas, requests, streams) of a full run and of a short one. */
  readonly units: number
  readonly quickUnits: number
  /** Units for contestants that would take minutes otherwise. */
  readonly slowUnits?: number | undefined
  /** Required skill; contestants without it are skipped. */
  readonly needs: Skill
  /** First segments of the path: kind and amount of the response. */
  readonly reply: (units: number) => string
  /** Takes the measurement; lower is better. */
  readonly measure: (setup: Setup) => Promise<number>
}

/** Input of a measurement. */
export interface Setup {
  readonly units: number
  readonly baseUrl: string
  /** Imports and opens the contestant. */
  readonly open: () => Promise<BenchClient>
}

/** Measures the CPU time of a task, in microseconds. */
export async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return user + system
}

const pauseMs = 200

/** Runs the task twice, with a pause in which clients can finish lazy loading. */
export async function warmUp(work: () => Promise<unknown>): Promise<void> {
  await work()
  await new Promise((resolve) => setTimeout(resolve, pauseMs))
  await work()
}

/** Reads a chat stream to its end. @throws {Error} when the number of deltas is not as expected. */
export async function readDeltas(client: BenchClient, expected: number): Promise<void> {
  expect(await countTexts(client), expected, 'deltas')
}

/** Reads a chat stream to its end. @throws {Error} when fewer of its events had text than `min`. */
export async function readTexts(client: BenchClient, min: number): Promise<void> {
  const texts = await countTexts(client)
  if (texts < min) throw new Error(`Received ${texts} texts instead of at least ${min}`)
}

async function countTexts(client: BenchClient): Promise<number> {
  let texts = 0
  await client.streamChat(() => {
    texts += 1
    return true
  })
  return texts
}

/** Asserts a count. @throws {Error} when it differs. */
export function expect(actual: number, expected: number, what: string): void {
  if (actual !== expected) throw new Error(`Received ${actual} ${what} instead of ${expected}`)
}

/** Reads a counter of the server. */
export function readCounter(baseUrl: string, what: 'held-streams' | 'job-requests'): Promise<number> {
  const { get } = process.getBuiltinModule('node:http')
  return new Promise((resolve, reject) => {
    const request = get(`${new URL(baseUrl).origin}/${what}`, { agent: false }, async (response) => {
      resolve(Number((await response.toArray()).join('')))
    })
    request.on('error', reject)
  })
}
