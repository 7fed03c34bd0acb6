import type { DaySpan, Store, UsageGroup, UsageGroupSum, UsageSum, User } from '../store/store.ts'
import { thisMonth, today } from './days.ts'
import { findPlan, type PlanId } from './plans.ts'

/** Grouping of a usage report. */
export type UsageGrouping = 'day' | 'model' | 'endpoint' | 'key'

/** Range of days to report in addition to today and the current month. */
export interface UsageRangeQuery {
  /** First day, `YYYY-MM-DD` in UTC. Defaults to the first of the month. */
  readonly start?: string | undefined
  /** Last day, inclusive. Defaults to today. */
  readonly end?: string | undefined
  /** Grouping of the range. Defaults to `day`. */
  readonly groupBy?: UsageGrouping | undefined
}

/** Usage in a range of days. */
export interface UsageRange extends DaySpan {
  readonly groupBy: UsageGrouping
  readonly total: UsageSum
  readonly groups: readonly UsageGroupSum[]
}

/** Usage of a user. */
export interface UsageReport {
  readonly today: UsageSum
  readonly month: UsageSum
  /** Days of the current month with usage. */
  readonly days: readonly UsageGroupSum[]
  readonly quota: { readonly dailyLimit: number; readonly remainingToday: number; readonly plan: PlanId }
  readonly range?: UsageRange | undefined
}

/** Reads the usage of a user from a consistent snapshot. */
export function readUsage(
  store: Store,
  user: User,
  { at, range }: { readonly at: number; readonly range?: UsageRangeQuery | undefined },
): Promise<UsageReport> {
  return store.snapshot(async (inner) => {
    const day = await inner.usage.sum(user.id, today(at))
    const { id: plan, dailyRequests } = findPlan(user.plan)
    const remainingToday = Math.max(0, dailyRequests - day.completed - day.cancelled)
    return {
      today: day,
      month: await inner.usage.sum(user.id, thisMonth(at)),
      days: await inner.usage.sumBy(user.id, thisMonth(at), 'day'),
      quota: { dailyLimit: dailyRequests, remainingToday, plan },
      range: range === undefined ? undefined : await readRange(inner, user.id, { ...range, at }),
    }
  })
}

async function readRange(
  store: Store,
  userId: string,
  { start, end, groupBy = 'day', at }: UsageRangeQuery & { readonly at: number },
): Promise<UsageRange> {
  const month = thisMonth(at)
  const span = { from: start ?? month.from, to: end ?? month.to }
  const group: UsageGroup = groupBy === 'key' ? 'keyId' : groupBy
  const total = await store.usage.sum(userId, span)
  return { ...span, groupBy, total, groups: await store.usage.sumBy(userId, span, group) }
}
