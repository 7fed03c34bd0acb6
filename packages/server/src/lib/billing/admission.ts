import type { Principal } from '../accounts/api-keys.ts'
import { ApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ConcurrencySlots, ReleaseSlot } from '../limits/concurrency-slots.ts'
import { createRequestRate, type MakeMinuteWindow, type RequestRate, rateLimited } from '../limits/request-rate.ts'
import { withSpan } from '../observability/tracer.ts'
import type { Store, User } from '../store/store.ts'
import { thisMonth, today } from './days.ts'
import { findPlan, isPlanAtLeast, type Plan, planIds } from './plans.ts'
import type { Prices } from './prices.ts'

/** Request that the plan allows. */
export interface Admitted {
  /** Whether the request is charged to the balance. */
  readonly isCharged: boolean
  /** Releases the slot after usage is recorded. Idempotent. */
  readonly release: ReleaseSlot
}

/** Enforces the plans of users. */
export interface Admission {
  /**
   * Admits a request. Checks, in this order: the model, the balance, tokens per month, requests per minute and in
   * longer windows, requests per day, concurrent requests.
   *
   * @throws {ApiError} 403, 402, or 429 with the same `Retry-After` as the vendor's server.
   */
  admit(call: Call, model: string): Promise<Admitted>
}

/** Options of {@link createAdmission}. */
export interface AdmissionOptions {
  readonly prices: Prices
  /** Counts concurrent requests. */
  readonly concurrencySlots: ConcurrencySlots
  readonly makeMinuteWindow: MakeMinuteWindow
  readonly now: () => number
}

/** Creates the admission control of a server. */
export function createAdmission(
  store: Store,
  { prices, concurrencySlots, makeMinuteWindow, now }: AdmissionOptions,
): Admission {
  const rates = new Map(planIds.map((id) => [id, createRequestRate(findPlan(id).requestsPerMinute, makeMinuteWindow)]))

  async function admit(principal: Principal, model: string): Promise<Admitted> {
    const { user } = principal
    const plan = findPlan(user.plan)
    checkModelAllowed(plan, model, prices)
    if (!hasLimits(plan)) return { isCharged: isPaid(plan, user, now()), release: async () => undefined }
    // The user's row stays locked: if two requests race for the last slot, one sees that the other has it.
    return store.transaction(async (inner) => {
      await inner.users.lock(user.id)
      const isCharged = await checkLimits({
        store: inner,
        plan,
        user,
        model,
        // Jobs are recorded only when they end.
        running:
          (await concurrencySlots.countByUser('request', principal, inner)) +
          (await inner.jobs.countOpen({ userId: user.id })),
        rate: rates.get(plan.id)!,
        now,
      })
      if ((await concurrencySlots.countByKey('request', principal, inner)) >= plan.concurrentRequests) {
        throw rateLimited(`${plan.concurrentRequests} requests are already running`, 5)
      }
      return { isCharged, release: await concurrencySlots.acquire('request', principal, inner) }
    })
  }

  return {
    admit: ({ principal }, model) =>
      withSpan('admit', { 'gen_ai.request.model': model }, () => admit(principal, model)),
  }
}

interface LimitCheck {
  readonly store: Store
  readonly plan: Plan
  readonly user: User
  readonly model: string
  /** Running requests of the user, whose usage is not recorded yet. */
  readonly running: number
  readonly rate: RequestRate
  readonly now: () => number
}

/** @returns Whether the request is charged. */
async function checkLimits(check: LimitCheck): Promise<boolean> {
  const { store, plan, user, model, running, rate, now } = check
  const at = now()
  const isCharged = isPaid(plan, user, at)
  const hasBalance = async () => (await store.ledger.balance(user.id)) > 0
  if (isCharged && plan.payment === 'balance' && !(await hasBalance())) {
    throw new ApiError(402, 'Insufficient balance: top up to continue')
  }
  await checkMonthlyTokens(check, at)
  await rate.count(user.id, store)
  for (const window of plan.windows) {
    if (window.model !== undefined && window.model !== model) continue
    const query = { since: at - window.lengthMs, max: window.requests, model: window.model }
    if ((await store.usage.count(user.id, query)) + running >= window.requests) {
      throw rateLimited(`${window.requests} requests in ${window.name}`, window.retryAfterSeconds)
    }
  }
  const { completed, cancelled } = await store.usage.sum(user.id, today(at))
  if (completed + cancelled + running < plan.dailyRequests) return isCharged
  if (user.overageEnabledAt !== null && (await hasBalance())) return true
  throw rateLimited(`${plan.dailyRequests} requests per day`, 3_600)
}

async function checkMonthlyTokens({ store, plan, user }: LimitCheck, at: number): Promise<void> {
  if (plan.monthlyTokens === Number.POSITIVE_INFINITY) return
  const { inputTokens, outputTokens } = await store.usage.sum(user.id, thisMonth(at))
  if (inputTokens + outputTokens < plan.monthlyTokens) return
  throw rateLimited(`${plan.monthlyTokens} tokens per month`, 86_400)
}

function checkModelAllowed(plan: Plan, model: string, prices: Prices): void {
  const minPlan = prices.minPlanOf(model)
  if (isPlanAtLeast(plan.id, minPlan)) return
  const detail = `model: ${JSON.stringify(model)} is not included in the ${plan.id} plan; it requires ${minPlan} or higher`
  throw new ApiError(403, detail, { code: 'model_not_allowed' })
}

/** Returns whether requests within the plan are charged; those of free and prepaid plans are not. */
function isPaid(plan: Plan, user: User, at: number): boolean {
  return plan.payment !== 'none' && (user.subscriptionEndsAt ?? 0) <= at
}

function hasLimits({ payment }: Plan): boolean {
  return payment !== 'credit'
}
