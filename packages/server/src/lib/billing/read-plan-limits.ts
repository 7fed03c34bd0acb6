import type { RateLimitState, RateLimitStates } from '../limits/rate-limit-state.ts'
import { findTightest } from '../limits/rate-limit-state.ts'
import type { Store, User } from '../store/store.ts'
import { thisMonth, today } from './days.ts'
import { findPlan, type PlanWindow } from './plans.ts'

/** User whose limits are read. */
export interface PlanLimitQuery {
  readonly user: User
  /** Requests per minute. */
  readonly perMinute: RateLimitState | undefined
  /** Current time, in milliseconds since 1970. */
  readonly at: number
}

/** Reads how much of a plan is left: of its request limits the tightest one that holds for all models, and tokens. */
export async function readPlanLimits(store: Store, { user, perMinute, at }: PlanLimitQuery): Promise<RateLimitStates> {
  const { windows, dailyRequests, monthlyTokens } = findPlan(user.plan)
  const requests = [perMinute]
  if (Number.isFinite(dailyRequests) && user.overageEnabledAt === null) {
    const { completed, cancelled } = await store.usage.sum(user.id, today(at))
    requests.push(toState(dailyRequests, completed + cancelled, startOfNextDay(at) - at))
  }
  for (const window of windows) {
    if (window.model === undefined) requests.push(await readWindow(store, { user, window, at }))
  }
  if (!Number.isFinite(monthlyTokens)) return { requests: findTightest(requests) }
  const { inputTokens, outputTokens } = await store.usage.sum(user.id, thisMonth(at))
  const tokens = toState(monthlyTokens, inputTokens + outputTokens, startOfNextMonth(at) - at)
  return { requests: findTightest(requests), tokens }
}

/** Usage does not record which request leaves a window last, so the reset is that of the oldest, as in the quota. */
async function readWindow(
  store: Store,
  { user, window, at }: { readonly user: User; readonly window: PlanWindow; readonly at: number },
): Promise<RateLimitState> {
  const { lengthMs, requests } = window
  const since = at - lengthMs
  const used = await store.usage.count(user.id, { since, max: requests, model: undefined })
  const oldest = { after: { createdAt: since, id: '' }, before: at + 1, userId: user.id, limit: 1 }
  const [first] = used === 0 ? [] : await store.usage.page(oldest)
  return toState(requests, used, first === undefined ? 0 : first.createdAt + lengthMs - at)
}

function toState(limit: number, used: number, resetMs: number): RateLimitState {
  return { limit, remaining: Math.max(0, limit - used), resetMs: used === 0 ? 0 : resetMs }
}

function startOfNextDay(at: number): number {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1)
}

function startOfNextMonth(at: number): number {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
}
