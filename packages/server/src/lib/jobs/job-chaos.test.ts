import { expect, it } from 'vitest'
import { type JobChaosReport, runJobChaos } from '../test-support/job-chaos.test-support.ts'
import { usePostgres } from '../test-support/postgres.test-support.ts'

const postgres = await usePostgres()

const places: [name: string, open: () => Promise<string | undefined>][] = [['SQLite', async () => undefined]]
if (postgres !== undefined) places.push(['PostgreSQL', () => postgres.createDatabase()])

/** Checks that every job ended once; each that succeeded has one charge and one file, and the others have none. */
function checkBooks({ accepted, jobs, charges, files }: JobChaosReport): void {
  expect(jobs.map(({ id }) => id).toSorted()).toEqual(accepted.toSorted())
  expect(jobs.filter(({ finishedAt }) => finishedAt === null)).toEqual([])
  const succeeded = jobs.filter(({ status }) => status === 'succeeded')
  expect(charges.map(({ requestId }) => requestId).sort()).toEqual(succeeded.map(({ requestId }) => requestId).sort())
  expect(files.toSorted()).toEqual(succeeded.map(({ mediaId }) => mediaId!).toSorted())
  expect(succeeded.length).toBeGreaterThan(0)
}

/** Five starts of a server, on a machine that may be busy. */
const timeout = 300_000

it.each(places)('ends and charges every job once in %s, however often it is killed', { timeout }, async (_, open) => {
  const report = await runJobChaos({ jobs: 25, kills: 4, killWithinMs: 300, databaseUrl: await open() })
  checkBooks(report)
  expect(report.lost).toBeGreaterThan(0)
})
