import type { BenchClient } from '../clients/client.ts'
import { readCounter, type Scenario } from './scenario.ts'

/** Number of concurrent jobs, each of which ends in another phase of the polls. */
const jobCount = 20

/** Creates a scenario whose units are the duration of a job in milliseconds. */
const job = (reply: string, measure: Scenario['measure']): Scenario => ({
  units: 4_000,
  quickUnits: 1_000,
  needs: 'runJob',
  reply: (units) => `${reply}/${units}`,
  measure,
})

const runJobs = (client: BenchClient): Promise<number[]> =>
  Promise.all(
    Array.from({ length: jobCount }, async () => {
      const readyAtMs = await client.runJob()
      return Date.now() - readyAtMs
    }),
  )

/** Mean delay between the end of a job and its result, in milliseconds. */
const latency: Scenario['measure'] = async ({ open }) => {
  const latenciesMs = await runJobs(await open())
  return latenciesMs.reduce((sum, ms) => sum + ms, 0) / jobCount
}

/** Number of requests from the start of a job to its result. */
const requests: Scenario['measure'] = async ({ baseUrl, open }) => {
  const before = await readCounter(baseUrl, 'job-requests')
  await runJobs(await open())
  return ((await readCounter(baseUrl, 'job-requests')) - before) / jobCount
}

/** Delay of the result of a job with long polling. */
export const jobLatency: Scenario = job('job', latency)
/** Requests per job with long polling. */
export const jobRequests: Scenario = job('job', requests)
/** Delay of the result of a job without long polling. */
export const polledJobLatency: Scenario = job('polled-job', latency)
/** Requests per job without long polling. */
export const polledJobRequests: Scenario = job('polled-job', requests)
