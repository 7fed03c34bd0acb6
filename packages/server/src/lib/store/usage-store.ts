import { type Kysely, sql } from 'kysely'
import { compiledQuery } from './compiled-query.ts'
import type { Database, UsageDayRow } from './database.ts'
import { groupBy } from './group-by.ts'
import { rowInsert } from './row-insert.ts'
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

const dayKey = ['userId', 'day', 'keyId', 'endpoint', 'model'] as const

const insertRecords = /* @__PURE__ */ rowInsert('usageRecords', {
  columns: [
    'id',
    'userId',
    'keyId',
    'requestId',
    'endpoint',
    'model',
    'inputTokens',
    'outputTokens',
    'outcome',
    'costMicroKopecks',
    'chargedKopecks',
    'createdAt',
  ],
})

const addToDays = /* @__PURE__ */ rowInsert('usageDays', {
  columns: [...dayKey, ...counters],
  onConflict: (insert) =>
    insert.onConflict((conflict) =>
      conflict.columns(dayKey).doUpdateSet((is) => {
        const sums = counters.map((name) => [name, is(`usageDays.${name}`, '+', is.ref(`excluded.${name}`))] as const)
        return Object.fromEntries(sums)
      }),
    ),
})

const countRecent = /* @__PURE__ */ compiledQuery((db, query: RecentQuery) => countRows(db, selectRecent(db, query)))
const countRecentOfModel = /* @__PURE__ */ compiledQuery((db, query: RecentQuery & { readonly model: string }) =>
  countRows(db, selectRecent(db, query).where('model', '=', query.model)),
)
const sumDays = /* @__PURE__ */ compiledQuery((db, days: UserDays) => daysOf(db, days).select(listSums))

/** Maximum records of failed requests per API key and day; further ones are only part of the daily sums. */
const maxFailuresPerDay = 1_000

/** Day of an API key. */
type KeyDay = Pick<UsageDayRow, 'userId' | 'day' | 'keyId'>

const countFailures = /* @__PURE__ */ compiledQuery((db, { userId, day, keyId }: KeyDay) =>
  db
    .selectFrom('usageDays')
    .select(sql<string>`cast(sum(errors) as text)`.as('errors'))
    .where('userId', '=', userId)
    .where('day', '=', day)
    .where('keyId', '=', keyId),
)

/** Creates a usage store on SQL: single records and their daily sums, so that reports do not scan all records. */
export function createUsageStore(db: Kysely<Database>): UsageStore {
  return {
    async add(...records) {
      await addToDays(db, sumByDay(records))
      await insertRecords(db, await withoutExcessFailures(db, records))
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
    async count(userId, { model, ...query }) {
      const counted =
        model === undefined
          ? await countRecent.first(db, { userId, ...query })
          : await countRecentOfModel.first(db, { userId, model, ...query })
      return Number(counted!.count)
    },
    sum: async (userId, { from, to }) => toSum((await sumDays.first(db, { userId, from, to }))!),
    async sumBy(userId, { from, to }, group) {
      const rows = await daysOf(db, { userId, from, to })
        .select((is) => [is.ref(group).as('group'), ...listSums()])
        .groupBy(group)
        .orderBy(group)
        .execute()
      return rows.map(({ group: name, ...row }) => ({ group: name, ...toSum(row) }))
    },
  }
}

/** Leaves out the records of failed requests beyond the maximum. The daily sums must include the records already. */
async function withoutExcessFailures(
  db: Kysely<Database>,
  records: readonly UsageRecord[],
): Promise<readonly UsageRecord[]> {
  const failures = records.filter(({ outcome }) => outcome === 'error')
  const excess = new Set<UsageRecord>()
  for (const failed of groupBy(failures, ({ keyId, createdAt }) => `${keyId} ${toDay(createdAt)}`)) {
    const { userId, keyId, createdAt } = failed[0]!
    const sum = await countFailures.first(db, { userId, keyId, day: toDay(createdAt) })
    const free = maxFailuresPerDay - (Number(sum!.errors) - failed.length)
    for (const record of failed.slice(Math.max(0, free))) excess.add(record)
  }
  return records.filter((record) => !excess.has(record))
}

/** Range of a user's days. */
interface UserDays extends DaySpan {
  readonly userId: string
}

function daysOf(db: Kysely<Database>, { userId, from, to }: UserDays) {
  return db.selectFrom('usageDays').where('userId', '=', userId).where('day', '>=', from).where('day', '<=', to)
}

/** Query for the number of a user's records. */
interface RecentQuery {
  readonly userId: string
  readonly since: number
  readonly max: number
}

function selectRecent(db: Kysely<Database>, { userId, since, max }: RecentQuery) {
  return db
    .selectFrom('usageRecords')
    .select('id')
    .where('userId', '=', userId)
    .where('createdAt', '>', since)
    .where('outcome', '!=', 'error')
    .limit(max)
}

function countRows(db: Kysely<Database>, records: ReturnType<typeof selectRecent>) {
  return db.selectFrom(records.as('counted')).select((is) => is.fn.countAll<number | string>().as('count'))
}

function listPage(
  db: Kysely<Database>,
  { after, before, userId, limit }: UsagePageQuery,
): Promise<readonly UsageRecord[]> {
  const records = db
    .selectFrom('usageRecords')
    .selectAll()
    // Implied by the next condition, from which databases derive no bound of their index.
    .where('createdAt', '>=', after.createdAt)
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

/**
 * Sums records by the columns that identify a row of `usage_days`. Rows are in the order of these columns, so that two
 * transactions cannot wait for each other's rows.
 */
function sumByDay(records: readonly UsageRecord[]): readonly UsageDayRow[] {
  return groupBy(records, keyOfDay).map(sumRecords)
}

function keyOfDay({ userId, createdAt, keyId, endpoint, model }: UsageRecord): string {
  return `${userId}\0${toDay(createdAt)}\0${keyId}\0${endpoint}\0${model}`
}

function toDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** Sums records of one row. */
function sumRecords(records: readonly UsageRecord[]): UsageDayRow {
  const { userId, keyId, endpoint, model, createdAt } = records[0]!
  const count = (counted: UsageRecord['outcome']) => BigInt(records.filter(({ outcome }) => outcome === counted).length)
  const sum = (name: 'inputTokens' | 'outputTokens' | 'costMicroKopecks' | 'chargedKopecks') =>
    records.reduce((total, record) => total + BigInt(record[name]), 0n)
  return {
    ...{ userId, day: toDay(createdAt), keyId, endpoint, model },
    ...{ completed: count('completed'), cancelled: count('cancelled'), errors: count('error') },
    ...{ inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens') },
    ...{ costMicroKopecks: sum('costMicroKopecks'), chargedKopecks: sum('chargedKopecks') },
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
