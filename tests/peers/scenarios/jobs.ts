import type { BenchClient } from '../clients/client.ts'
import { askServer, type Scenario } from './scenario.ts'

/** At once; each ends in another phase of the polls. */
const jobs = 20

/** Units are the milliseconds that a job takes. */
const job = (reply: string, measure: Scenario['measure']): Scenario => ({
  units: 4_000,
  quickUnits: 1_000,
  needs: 'runJob',
  reply: (units) => `${reply}/${units}`,
  measure,
})

const runJobs = (client: BenchClient): Promise<number[]> =>
  Promise.all(
    Array.from({ length: jobs }, async () => {
      const readyAtMs = await client.runJob()
      return Date.now() - readyAtMs
    }),
  )

/** Milliseconds from the moment that a job is ready until its result is there; the mean. */
const lateness: Scenario['measure'] = async ({ open }) => {
  const lateMs = await runJobs(await open())
  return lateMs.reduce((sum, ms) => sum + ms, 0) / jobs
}

/** Requests from the start of a job to its result. */
const requests: Scenario['measure'] = async ({ baseUrl, open }) => {
  const before = await askServer(baseUrl, 'job-requests')
  await runJobs(await open())
  return ((await askServer(baseUrl, 'job-requests')) - before) / jobs
}

export const jobLateness: Scenario = job('job', lateness)
export const jobRequests: Scenario = job('job', requests)
/** The same where the server answers at once, whatever it is asked. */
export const polledJobLateness: Scenario = job('polled-job', lateness)
export const polledJobRequests: Scenario = job('polled-job', requests)
