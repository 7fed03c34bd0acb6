/** Claims of packages/jobs/README.md, and the tests that verify them. */
export const jobs = {
  name: 'jobs',
  document: 'packages/jobs/README.md',
  folder: 'packages/jobs/src/lib',
  claims: [
    ['one call starts one job, also after a lost reply', 'job.test.ts: does not start a second job'],
    [
      'watch gives each change; leaving the loop ends the polling',
      'job.test.ts: ends the polling with the loop',
      'polling.test.ts: serves several readers',
    ],
    ['a job that failed is its last state, and a JobError from wait', 'job.test.ts: a job that ends without a result'],
    [
      'statuses in whatever word the server uses; an unknown one counts as running',
      'job-state.test.ts: reads the status',
      'job-state.test.ts: where no word tells it',
    ],
    ['an abort ends the wait at once, with your reason; the job goes on', 'job.test.ts: an abort'],
    [
      'events and held requests are used where the server has them',
      'polling.test.ts: asks for live news',
      'polling.test.ts: at once again when a held request',
      'polling.test.ts: goes to events',
    ],
    [
      'else asked at an eighth of the age, 10 s at most: 45 times in half a minute, 500 in an hour',
      'polling.test.ts: takes at most',
      'pace.test.ts: never pauses for nothing',
    ],
    ['Retry-After goes before', 'polling.test.ts: comes back after Retry-After', 'pace.test.ts: reads Retry-After'],
    ['failures are passed over for two minutes, 404 for ten seconds', 'polling.test.ts: a poll that fails'],
    [
      'resume goes on from an id or JSON, in another process too',
      'job.test.ts: resume',
      'tests/e2e/jobs.test.ts: goes on with a song in a new process',
    ],
    ['first_frame from files, addresses, data: URIs and bytes', 'job.test.ts: first_frame'],
    [
      'saveResult writes whole or not at all',
      'job.test.ts: the result',
      'packages/core/src/lib/node/save-to-path.test.ts',
    ],
    ['cancel stops the work where the server can', 'job.test.ts: cancel', 'tests/e2e/jobs.test.ts: cancels a song'],
    ['a webhook that is changed, signed by others or older than 300 s is refused', 'verify-webhook.test.ts'],
    ['webhooks of the local server are genuine', 'tests/e2e/jobs.test.ts: signs webhooks'],
  ],
}
