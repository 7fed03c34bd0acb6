import { type Kysely, sql } from 'kysely'
import { compiledQuery } from './compiled-query.ts'
import type { Database } from './database.ts'
import { createJobQueue } from './job-queue.ts'
import type { JobQuery, JobRecord, JobStore, NewJob } from './job-records.ts'

const countOpenOfUser = /* @__PURE__ */ compiledQuery((db, { userId }: { readonly userId: string }) =>
  countOpen(db).where('userId', '=', userId),
)
const countOpenOfKey = /* @__PURE__ */ compiledQuery((db, { keyId }: { readonly keyId: string }) =>
  countOpen(db).where('keyId', '=', keyId),
)
const sumHeld = /* @__PURE__ */ compiledQuery((db, { userId }: { readonly userId: string }) =>
  db
    .selectFrom('jobs')
    // As text: the type of a sum differs between databases, and a driver may not represent it exactly.
    .select(sql<string>`cast(coalesce(sum(held_micro_kopecks), 0) as text)`.as('held'))
    .where('finishedAt', 'is', null)
    .where('userId', '=', userId),
)

const addJob = /* @__PURE__ */ compiledQuery((db, job: NewJob) =>
  db
    .insertInto('jobs')
    .values({
      ...newJob,
      id: job.id,
      kind: job.kind,
      userId: job.userId,
      keyId: job.keyId,
      requestId: job.requestId,
      endpoint: job.endpoint,
      origin: job.origin,
      request: job.request,
      payment: job.payment,
      heldMicroKopecks: job.heldMicroKopecks,
      webhookUrl: job.webhookUrl,
      createdAt: job.createdAt,
      turn: findTurn(job.keyId),
    })
    .onConflict((conflict) => conflict.column('id').doNothing()),
)
const findJob = /* @__PURE__ */ compiledQuery((db, { id }: { readonly id: string }) =>
  db.selectFrom('jobs').selectAll().where('id', '=', id),
)
const countEarlier = /* @__PURE__ */ compiledQuery(
  (db, { turn, createdAt, id }: Pick<JobRecord, 'turn' | 'createdAt' | 'id'>) =>
    db
      .selectFrom('jobs')
      .where('finishedAt', 'is', null)
      .where('status', '=', 'queued')
      .where((is) => is(is.refTuple('turn', 'createdAt', 'id'), '<', is.tuple(turn, createdAt, id)))
      .select((is) => is.fn.countAll().as('count')),
)

/** Creates a job store on SQL; the table is also the queue. See docs/decisions/0022-jobs.md. */
export function createJobStore(db: Kysely<Database>): JobStore {
  return {
    ...createJobQueue(db),
    add: async (job) => (await addJob.run(db, job)) === 1n,
    async addInput(jobId, data) {
      await db.insertInto('jobInputs').values({ jobId, data }).execute()
    },
    async findInput(jobId) {
      return (await db.selectFrom('jobInputs').select('data').where('jobId', '=', jobId).executeTakeFirst())?.data
    },
    find: (id) => findJob.first(db, { id }),
    list: (userId, query) => listJobs(db, userId, query),
    async countOpen(of) {
      const counted = 'keyId' in of ? countOpenOfKey.first(db, of) : countOpenOfUser.first(db, of)
      return toCount((await counted)!)
    },
    sumHeld: async (userId) => BigInt((await sumHeld.first(db, { userId }))!.held),
    async countOpenByStatus() {
      const rows = await db
        .selectFrom('jobs')
        .select((is) => ['status', is.fn.countAll<number | string>().as('count')])
        .where('finishedAt', 'is', null)
        .groupBy('status')
        .execute()
      return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]))
    },
    position: async (job) => 1 + toCount((await countEarlier.first(db, job))!),
    revisions: (ids) => db.selectFrom('jobs').select(['id', 'revision']).where('id', 'in', ids).execute(),
    async purge(now) {
      await db.deleteFrom('jobs').where('expiresAt', '<=', now).execute()
    },
  }
}

function countOpen(db: Kysely<Database>) {
  return db
    .selectFrom('jobs')
    .select((is) => is.fn.countAll().as('count'))
    .where('finishedAt', 'is', null)
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
function findTurn(keyId: string) {
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
      : // Implied by the next condition, from which databases derive no bound of their index.
        jobs
          .where('createdAt', '<=', after.createdAt)
          .where((is) =>
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
