import { type ExpressionBuilder, type Kysely, sql } from 'kysely'
import type { Database, UsageDayRow } from './database.ts'
import type { DaySpan, UsagePageQuery, UsageRecord, UsageStore, UsageSum } from './store.ts'

const counters = [
  'completed',
  'cancelled',
  'errors',
  'inputTokens',
  'outputTokens',
  'costMicroKopecks',
  'chargedKopecks',
] as const

/** Creates a usage store on SQL: single records and their daily sums, so that reports do not scan all records. */
export function createUsageStore(db: Kysely<Database>): UsageStore {
  const daysOf = (userId: string, { from, to }: DaySpan) =>
    db.selectFrom('usageDays').where('userId', '=', userId).where('day', '>=', from).where('day', '<=', to)

  return {
    async add(record) {
      await db.insertInto('usageRecords').values(record).execute()
      const row = toDayRow(record)
      await db
        .insertInto('usageDays')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['userId', 'day', 'keyId', 'endpoint', 'model']).doUpdateSet((is) => addRow(is, row)),
        )
        .execute()
    },
    list: (userId, since) =>
      db
        .selectFrom('usageRecords')
        .selectAll()
        .where('userId', '=', userId)
        .where('createdAt', '>=', since)
        .orderBy('createdAt')
        .orderBy('id')
        .execute(),
    page: (query) => listPage(db, query),
    count: (userId, query) => countRecent(db, userId, query),
    async sum(userId, days) {
      const row = await daysOf(userId, days).select(listSums).executeTakeFirstOrThrow()
      return toSum(row)
    },
    async sumBy(userId, days, group) {
      const rows = await daysOf(userId, days)
        .select((is) => [is.ref(group).as('group'), ...listSums()])
        .groupBy(group)
        .orderBy(group)
        .execute()
      return rows.map(({ group: name, ...row }) => ({ group: name, ...toSum(row) }))
    },
  }
}

function listPage(
  db: Kysely<Database>,
  { after, before, userId, limit }: UsagePageQuery,
): Promise<readonly UsageRecord[]> {
  const records = db
    .selectFrom('usageRecords')
    .selectAll()
    .where((is) =>
      is.or([
        is('createdAt', '>', after.createdAt),
        is.and([is('createdAt', '=', after.createdAt), is('id', '>', after.id)]),
      ]),
    )
    .where('createdAt', '<', before)
  return (userId === undefined ? records : records.where('userId', '=', userId))
    .orderBy('createdAt')
    .orderBy('id')
    .limit(limit)
    .execute()
}

async function countRecent(
  db: Kysely<Database>,
  userId: string,
  { since, max, model }: Parameters<UsageStore['count']>[1],
): Promise<number> {
  const counted = db
    .selectFrom('usageRecords')
    .select('id')
    .where('userId', '=', userId)
    .where('createdAt', '>', since)
    .where('outcome', '!=', 'error')
    .$if(model !== undefined, (query) => query.where('model', '=', model!))
    .limit(max)
  const { count } = await db
    .selectFrom(counted.as('counted'))
    .select((is) => is.fn.countAll<number | string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function toDayRow({ outcome, requestId: _request, id: _id, createdAt, ...record }: UsageRecord): UsageDayRow {
  return {
    ...record,
    day: new Date(createdAt).toISOString().slice(0, 10),
    completed: outcome === 'completed' ? 1 : 0,
    cancelled: outcome === 'cancelled' ? 1 : 0,
    errors: outcome === 'error' ? 1 : 0,
  }
}

/** Returns the daily sums with one more record added. */
function addRow(is: ExpressionBuilder<Database, 'usageDays'>, row: UsageDayRow) {
  const sum = (name: (typeof counters)[number]) => is(`usageDays.${name}`, '+', row[name])
  return {
    completed: sum('completed'),
    cancelled: sum('cancelled'),
    errors: sum('errors'),
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    costMicroKopecks: sum('costMicroKopecks'),
    chargedKopecks: sum('chargedKopecks'),
  }
}

/** Selects sums as text: their type differs between databases, and a driver may not represent them exactly. */
function listSums() {
  return counters.map((name) => sql<string>`cast(coalesce(sum(${sql.ref(name)}), 0) as text)`.as(name))
}

function toSum(row: Record<(typeof counters)[number], string>): UsageSum {
  return {
    completed: Number(row.completed),
    cancelled: Number(row.cancelled),
    errors: Number(row.errors),
    inputTokens: Number(row.inputTokens),
    outputTokens: Number(row.outputTokens),
    costMicroKopecks: BigInt(row.costMicroKopecks),
    chargedKopecks: Number(row.chargedKopecks),
  }
}
