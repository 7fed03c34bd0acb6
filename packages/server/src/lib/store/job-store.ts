import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import { createJobQueue } from './job-queue.ts'
import type { JobQuery, JobRecord, JobStore, NewJob } from './job-records.ts'

/** Creates a job store on SQL; the table is also the queue. See docs/decisions/0022-jobs.md. */
export function createJobStore(db: Kysely<Database>): JobStore {
  return {
    ...createJobQueue(db),
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
    list: (userId, query) => listJobs(db, userId, query),
    async countOpen(of) {
      const [name, value] = 'keyId' in of ? (['keyId', of.keyId] as const) : (['userId', of.userId] as const)
      const open = db.selectFrom('jobs').where('finishedAt', 'is', null).where(name, '=', value)
      return toCount(await open.select((is) => is.fn.countAll().as('count')).executeTakeFirstOrThrow())
    },
    async sumHeld(userId) {
      const { held } = await db
        .selectFrom('jobs')
        // As text: the type of a sum differs between databases, and a driver may not represent it exactly.
        .select(sql<string>`cast(coalesce(sum(held_micro_kopecks), 0) as text)`.as('held'))
        .where('finishedAt', 'is', null)
        .where('userId', '=', userId)
        .executeTakeFirstOrThrow()
      return BigInt(held)
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
  const next = sql`coalesce((select turn + 1 ${waiting} and key_id = ${keyId} order by turn desc limit 1), 0)`
  return sql<number>`case when ${served} > ${next} then ${served} else ${next} end`
}

function listJobs(db: Kysely<Database>, userId: string, { limit, after }: JobQuery): Promise<readonly JobRecord[]> {
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
}

function toCount({ count }: { readonly count: unknown }): number {
  return Number(count)
}
