import type { DaySpan, Store, UsageGroup, UsageGroupSum, UsageSum, User } from '../store/store.ts'
import { thisMonth, today } from './days.ts'
import { findPlan, type PlanId } from './plans.ts'

/** What a report of a span is grouped by. */
export type UsageGrouping = 'day' | 'model' | 'endpoint' | 'key'

/** A span of days to report beside today and the month. */
export interface UsageRangeQuery {
  /** First day; default the first of the month. */
  readonly start?: string | undefined
  /** Last day; default today. */
  readonly end?: string | undefined
  /** Default `day`. */
  readonly groupBy?: UsageGrouping | undefined
}

/** A reported span. */
export interface UsageRange extends DaySpan {
  readonly groupBy: UsageGrouping
  readonly total: UsageSum
  readonly groups: readonly UsageGroupSum[]
}

/** What a user has used. */
export interface UsageReport {
  readonly today: UsageSum
  readonly month: UsageSum
  /** The days of the month that saw any use. */
  readonly days: readonly UsageGroupSum[]
  readonly quota: { readonly dailyLimit: number; readonly remainingToday: number; readonly plan: PlanId }
  readonly range?: UsageRange | undefined
}

/** Reads what a user has used; all of it is of one moment. */
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
      range: range === undefined ? undefined : await readRange(inner, user.id, range, at),
    }
  })
}

async function readRange(
  store: Store,
  userId: string,
  { start, end, groupBy = 'day' }: UsageRangeQuery,
  at: number,
): Promise<UsageRange> {
  const month = thisMonth(at)
  const span = { from: start ?? month.from, to: end ?? month.to }
  const group: UsageGroup = groupBy === 'key' ? 'keyId' : groupBy
  const total = await store.usage.sum(userId, span)
  return { ...span, groupBy, total, groups: await store.usage.sumBy(userId, span, group) }
}
