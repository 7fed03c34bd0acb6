import type { Store, User } from '../store/store.ts'
import { today } from './days.ts'
import { findPlan, type PlanWindow } from './plans.ts'

/** Maximum requests counted if there is no limit. */
const maxCounted = 100_000
/** Utilization from which the status is `allowed_warning`. */
const warningUtilization = 0.8

/** Usage of a rate limit. */
export interface QuotaBucket {
  readonly used: number
  /** Maximum requests in the window; `Infinity` for no limit. */
  readonly limit: number
  /** Used fraction of the limit, 0 to 1. */
  readonly utilization: number
  /** Time when the oldest request leaves the window, in milliseconds since 1970; null if there is none. */
  readonly resetsAt: number | null
}

/** Names of the buckets, as on the wire. */
export type QuotaBucketName = 'five_hour' | 'seven_day' | 'seven_day_thinking' | 'seven_day_standard'

/** Quota of a user under the current plan. */
export interface Quota {
  readonly status: 'allowed' | 'allowed_warning' | 'rejected'
  /** Most used limit; null if no window needs a warning. */
  readonly tightest: QuotaBucketName | null
  readonly buckets: Readonly<Record<QuotaBucketName, QuotaBucket>>
  /** Whether requests over the daily limit are being charged. */
  readonly isUsingOverage: boolean
  readonly plan: string
}

const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs
const thinkingModel = 'mira-thinking'

/** Reads the quota of a user from a consistent snapshot. */
export function readQuota(store: Store, user: User, at: number): Promise<Quota> {
  return store.snapshot(async (inner) => {
    const { windows, dailyRequests, id: plan } = findPlan(user.plan)
    const read = (lengthMs: number, model?: string) => readBucket(inner, user, { lengthMs, model, windows, at })
    const week = await read(weekMs)
    const thinking = await read(weekMs, thinkingModel)
    const buckets = {
      five_hour: await read(5 * hourMs),
      seven_day: week,
      seven_day_thinking: thinking,
      // Not a limit of its own: the part of the weekly requests that other models used.
      seven_day_standard: toBucket(week.used - thinking.used, week.limit, week.resetsAt),
    }
    const { completed, cancelled } = await inner.usage.sum(user.id, today(at))
    const isOverDay = completed + cancelled >= dailyRequests
    const isUsingOverage = isOverDay && user.overageEnabledAt !== null
    return { ...judge(buckets, isOverDay && !isUsingOverage), buckets, isUsingOverage, plan }
  })
}

function judge(buckets: Quota['buckets'], isOverDay: boolean): Pick<Quota, 'status' | 'tightest'> {
  const names = Object.keys(buckets) as QuotaBucketName[]
  const [tightest] = names.toSorted((left, right) => buckets[right].utilization - buckets[left].utilization)
  const { utilization } = buckets[tightest!]
  if (utilization >= 1) return { status: 'rejected', tightest: tightest! }
  if (isOverDay) return { status: 'rejected', tightest: null }
  return utilization < warningUtilization
    ? { status: 'allowed', tightest: null }
    : { status: 'allowed_warning', tightest: tightest! }
}

interface BucketQuery {
  readonly lengthMs: number
  readonly model: string | undefined
  readonly windows: readonly PlanWindow[]
  readonly at: number
}

async function readBucket(store: Store, user: User, { lengthMs, model, windows, at }: BucketQuery) {
  const window = windows.find((one) => one.lengthMs === lengthMs && one.model === model)
  const limit = window?.requests ?? Number.POSITIVE_INFINITY
  const since = at - lengthMs
  const used = await store.usage.count(user.id, { since, model, max: Math.min(limit, maxCounted) })
  const oldest = { after: { createdAt: since, id: '' }, before: at + 1, userId: user.id, limit: 1 }
  const [first] = used === 0 ? [] : await store.usage.page(oldest)
  return toBucket(used, limit, first === undefined ? null : first.createdAt + lengthMs)
}

function toBucket(used: number, limit: number, resetsAt: number | null): QuotaBucket {
  return { used, limit, utilization: Math.min(1, used / limit), resetsAt: used === 0 ? null : resetsAt }
}
