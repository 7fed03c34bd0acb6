import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Database } from './database.ts'
import type { JobEnd, JobLease, JobRecord, JobStore, NewJob } from './job-records.ts'

/** Creates a job store on SQL; the table is also the queue. See docs/decisions/0022-jobs.md. */
export function createJobStore(db: Kysely<Database>): JobStore {
  const held = ({ id, leaseToken }: JobLease) =>
    db.updateTable('jobs').where('id', '=', id).where('leaseToken', '=', leaseToken)

  return {
    async add(job) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('jobs')
        .values({ ...newJob, ...job, turn: findTurn(job) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst()
      return numInsertedOrUpdatedRows === 1n
    },
    async addInput(jobId, data) {
      await db.insertInto('jobInputs').values({ jobId, data }).execute()
    },
    async findInput(jobId) {
      return (await db.selectFrom('jobInputs').select('data').where('jobId', '=', jobId).executeTakeFirst())?.data
    },
    find: (id) => db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst(),
    list(userId, { limit, after }) {
      const jobs = db.selectFrom('jobs').selectAll().where('userId', '=', userId)
      const older =
        after === undefined
          ? jobs
          : jobs.where((is) =>
              is.or([
                is('createdAt', '<', after.createdAt),
                is.and([is('createdAt', '=', after.createdAt), is('id', '<', after.id)]),
              ]),
            )
      return older.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
    },
    async countOpen(of) {
      const [name, value] = 'keyId' in of ? (['keyId', of.keyId] as const) : (['userId', of.userId] as const)
      const open = db.selectFrom('jobs').where('finishedAt', 'is', null).where(name, '=', value)
      return toCount(await open.select((is) => is.fn.countAll().as('count')).executeTakeFirstOrThrow())
    },
    async countOpenByStatus() {
      const rows = await db
        .selectFrom('jobs')
        .select((is) => ['status', is.fn.countAll<number | string>().as('count')])
        .where('finishedAt', 'is', null)
        .groupBy('status')
        .execute()
      return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]))
    },
    async position({ turn, createdAt, id }) {
      const earlier = db
        .selectFrom('jobs')
        .where('finishedAt', 'is', null)
        .where('status', '=', 'queued')
        .where((is) => is(is.refTuple('turn', 'createdAt', 'id'), '<', is.tuple(turn, createdAt, id)))
      return 1 + toCount(await earlier.select((is) => is.fn.countAll().as('count')).executeTakeFirstOrThrow())
    },
    revisions: (ids) => db.selectFrom('jobs').select(['id', 'revision']).where('id', 'in', ids).execute(),
    claim({ leaseToken, until }, now) {
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
    },
    async renew(lease, until, progress) {
      const renewal = held(lease).set({ availableAt: until })
      const told =
        progress === undefined ? renewal : renewal.set((row) => ({ ...progress, revision: row('revision', '+', 1) }))
      return (await told.executeTakeFirst()).numUpdatedRows === 1n
    },
    async noteFile(lease, mediaId) {
      return (await held(lease).set({ mediaId }).executeTakeFirst()).numUpdatedRows === 1n
    },
    async release(lease, { availableAt, isAttempt }) {
      const { numUpdatedRows } = await held(lease)
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
    async purge(now) {
      await db.deleteFrom('jobs').where('expiresAt', '<=', now).execute()
    },
  }
}

const newJob = {
  status: 'queued',
  progress: 0,
  stage: null,
  attempts: 0,
  leaseToken: null,
  availableAt: 0,
  revision: 0,
  mediaId: null,
  result: null,
  errorCode: null,
  errorMessage: null,
  startedAt: null,
  finishedAt: null,
  expiresAt: null,
} as const satisfies Partial<JobRecord>

/**
 * Returns the turn of a new job, for fair queueing: one after the last queued job of its key, but not before the
 * current turn. Keys thus alternate, no matter how many jobs one of them has.
 */
function findTurn({ keyId }: NewJob) {
  // Reads only the ends of the indexes, no matter how many jobs are queued.
  const waiting = sql`from jobs where finished_at is null and attempts = 0`
  const served = sql`coalesce((select turn ${waiting} order by turn limit 1), 0)`
  const own = sql`coalesce((select turn + 1 ${waiting} and key_id = ${keyId} order by turn desc limit 1), 0)`
  return sql<number>`case when ${served} > ${own} then ${served} else ${own} end`
}

function toColumns(end: JobEnd) {
  const progress = end.status === 'succeeded' ? { progress: 100 } : {}
  return { ...end, ...progress, stage: null, leaseToken: null }
}

function toCount({ count }: { readonly count: unknown }): number {
  return Number(count)
}
