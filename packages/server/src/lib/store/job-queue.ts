import { type Kysely, PostgresAdapter } from 'kysely'
import type { Database } from './database.ts'
import type { JobEnd, JobLease, JobRecord, JobStore } from './job-records.ts'

/** Creates the part of a job store that workers use: the queue and the leases on its jobs. */
export function createJobQueue(
  db: Kysely<Database>,
): Pick<JobStore, 'claim' | 'renew' | 'recordFile' | 'release' | 'settle'> {
  const leased = ({ id, leaseToken }: JobLease) =>
    db.updateTable('jobs').where('id', '=', id).where('leaseToken', '=', leaseToken)

  return {
    claim: (lease, now) => claimNext(db, lease, now),
    async renew(lease, until, progress) {
      const renewal = leased(lease).set({ availableAt: until })
      const update =
        progress === undefined ? renewal : renewal.set((row) => ({ ...progress, revision: row('revision', '+', 1) }))
      return (await update.executeTakeFirst()).numUpdatedRows === 1n
    },
    async recordFile(lease, mediaId) {
      return (await leased(lease).set({ mediaId }).executeTakeFirst()).numUpdatedRows === 1n
    },
    async release(lease, { availableAt, isAttempt }) {
      const { numUpdatedRows } = await leased(lease)
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
      const { numUpdatedRows } = await db
        .updateTable('jobs')
        .set((row) => ({ ...toColumns(end), revision: row('revision', '+', 1) }))
        .where('id', '=', id)
        .where('finishedAt', 'is', null)
        .$if(leaseToken !== undefined, (query) => query.where('leaseToken', '=', leaseToken!))
        .executeTakeFirst()
      if (numUpdatedRows === 1n) await db.deleteFrom('jobInputs').where('jobId', '=', id).execute()
      return numUpdatedRows === 1n
    },
  }
}

function claimNext(
  db: Kysely<Database>,
  { leaseToken, until }: { readonly leaseToken: string; readonly until: number },
  now: number,
): Promise<JobRecord | undefined> {
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
    .executeTakeFirst()
}

function toColumns(end: JobEnd) {
  const progress = end.status === 'succeeded' ? { progress: 100 } : {}
  return { ...end, ...progress, stage: null, leaseToken: null }
}
