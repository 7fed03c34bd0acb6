// Kills a server at random times while jobs run, and prints their outcomes. Run it with
// `node --conditions=@mira/source tests/e2e/scripts/kill-server.ts [kills] [jobs]`.
import { findPostgres, startPostgres } from '@mira/test-programs/postgres'
import {
  type JobChaosReport,
  runJobChaos,
} from '../../../packages/server/src/lib/test-support/job-chaos.test-support.ts'

const kills = Number(process.argv[2] ?? 50)
const jobs = Number(process.argv[3] ?? 300)

await report('SQLite', undefined)
const program = await findPostgres()
if (program.command === undefined) {
  console.log(`PostgreSQL is not tried: ${program.reason}`)
} else {
  await using postgres = await startPostgres(program)
  await report('PostgreSQL', await postgres.createDatabase())
}

async function report(name: string, databaseUrl: string | undefined): Promise<void> {
  const startedAt = performance.now()
  const found = await runJobChaos({ jobs, kills, killWithinMs: 500, databaseUrl })
  const seconds = Math.round((performance.now() - startedAt) / 1_000)
  const count = (status: string) => found.jobs.filter((job) => job.status === status).length
  const begun = found.jobs.reduce((sum, { attempts }) => sum + attempts, 0)
  console.log(`${name}: ${kills} kills in ${seconds} s, ${found.lost} requests died with the server`)
  console.log(`  ${found.accepted.length} jobs accepted, ${found.jobs.length} kept, begun ${begun} times`)
  console.log(`  ${count('succeeded')} succeeded, ${count('failed')} failed, ${count('canceled')} canceled`)
  console.log(`  ${found.charges.length} charges, ${found.files.length} files; problems: ${listProblems(found).length}`)
  for (const problem of listProblems(found)) console.log(`  ! ${problem}`)
  if (listProblems(found).length > 0) process.exitCode = 1
}

function listProblems({ accepted, jobs, charges, files }: JobChaosReport): string[] {
  const known = new Set(jobs.map(({ id }) => id))
  const succeeded = jobs.filter(({ status }) => status === 'succeeded')
  const countCharges = (of: string) => charges.filter(({ requestId }) => requestId === of).length
  const made = new Set(succeeded.map(({ mediaId }) => mediaId))
  return [
    ...accepted.filter((id) => !known.has(id)).map((id) => `${id} was accepted and is not known`),
    ...jobs.filter(({ finishedAt }) => finishedAt === null).map(({ id }) => `${id} has not ended`),
    ...succeeded
      .filter(({ requestId }) => countCharges(requestId) !== 1)
      .map(({ id, requestId }) => `${id} has ${countCharges(requestId)} charges`),
    ...(charges.length === succeeded.length ? [] : ['not as many charges as jobs that succeeded']),
    ...files.filter((file) => !made.has(file)).map((file) => `${file} belongs to no job`),
    ...succeeded.filter(({ mediaId }) => !files.includes(mediaId!)).map(({ id }) => `${id} has lost its file`),
  ]
}
