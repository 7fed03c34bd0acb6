import { type Kysely, PostgresAdapter } from 'kysely'
import { compiledQuery } from './compiled-query.ts'
import type { Database } from './database.ts'
import type { JobEnd, JobLease, JobRecord, JobStore } from './job-records.ts'

/** End of a job, with its id. */
type Settlement = JobEnd & Pick<JobRecord, 'id'>

/** Claim of the next available job. */
interface Claim {
  readonly leaseToken: string
  readonly until: number
  readonly now: number
}

const claimNext = /* @__PURE__ */ compiledQuery((db, { leaseToken, until, now }: Claim) => {
  const next = db
    .selectFrom('jobs')
    .select('id')
    .where('finishedAt', 'is', null)
    .where('availableAt', '<=', now)
    .orderBy('turn')
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1)
    // SQLite serializes writers anyway.
    .$if(db.getExecutor().adapter instanceof PostgresAdapter, (query) => query.forUpdate().skipLocked())
  return db
    .updateTable('jobs')
    .set((row) => ({
      status: 'running',
      progress: 0,
      stage: null,
      leaseToken,
      availableAt: until,
      attempts: row('attempts', '+', 1),
      revision: row('revision', '+', 1),
      startedAt: row.fn.coalesce('startedAt', row.val(now)),
    }))
    .where('id', '=', next)
    .returningAll()
})
const recordFile = /* @__PURE__ */ compiledQuery((db, job: JobLease & { readonly mediaId: string }) =>
  leased(db, job).set({ mediaId: job.mediaId }),
)
const settleLeased = /* @__PURE__ */ compiledQuery((db, job: Settlement & JobLease) =>
  settle(db, job).where('leaseToken', '=', job.leaseToken),
)
const settleAny = /* @__PURE__ */ compiledQuery((db, job: Settlement) => settle(db, job))
const removeInput = /* @__PURE__ */ compiledQuery((db, { id }: { readonly id: string }) =>
  db.deleteFrom('jobInputs').where('jobId', '=', id),
)

/** Creates the part of a job store that workers use: the queue and the leases on its jobs. */
export function createJobQueue(
  db: Kysely<Database>,
): Pick<JobStore, 'claim' | 'renew' | 'recordFile' | 'release' | 'settle'> {
  return {
    claim: (lease, now) => claimNext.first(db, { ...lease, now }),
    async renew(lease, until, progress) {
      const renewal = leased(db, lease).set({ availableAt: until })
      const update =
        progress === undefined ? renewal : renewal.set((row) => ({ ...progress, revision: row('revision', '+', 1) }))
      return (await update.executeTakeFirst()).numUpdatedRows === 1n
    },
    recordFile: async (lease, mediaId) => (await recordFile.run(db, { ...lease, mediaId })) === 1n,
    async release(lease, { availableAt, isAttempt }) {
      const { numUpdatedRows } = await leased(db, lease)
        .set((row) => ({
          status: 'queued',
          progress: 0,
          stage: null,
          leaseToken: null,
          availableAt,
          attempts: row('attempts', '-', isAttempt ? 0 : 1),
          revision: row('revision', '+', 1),
        }))
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async settle({ id, leaseToken }, end) {
      const job = { ...end, id }
      const settled = leaseToken === undefined ? settleAny.run(db, job) : settleLeased.run(db, { ...job, leaseToken })
      const isSettled = (await settled) === 1n
      if (isSettled) await removeInput.run(db, { id })
      return isSettled
    },
  }
}

function leased(db: Kysely<Database>, { id, leaseToken }: JobLease) {
  return db.updateTable('jobs').where('id', '=', id).where('leaseToken', '=', leaseToken)
}

function settle(db: Kysely<Database>, end: Settlement) {
  const { id, status, mediaId, result, errorCode, errorMessage, finishedAt, expiresAt } = end
  return db
    .updateTable('jobs')
    .set((row) => ({
      status,
      mediaId,
      result,
      errorCode,
      errorMessage,
      finishedAt,
      expiresAt,
      // A job that did not succeed keeps its progress.
      progress: row.case().when(row.val(status), '=', 'succeeded').then(100).else(row.ref('progress')).end(),
      stage: null,
      leaseToken: null,
      revision: row('revision', '+', 1),
    }))
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
}
