import type { ConcurrencySlots, SlotOwner } from '../limits/concurrency-slots.ts'
import { type RequestRate, rateLimited } from '../limits/request-rate.ts'
import type { Store, User } from '../store/store.ts'
import { thisMonth, today } from './days.ts'
import { type ExpectedCost, insufficientBalance, isCovered, readAvailable } from './holds.ts'
import type { Plan } from './plans.ts'

/** Cost to check against the available balance. */
export type BalanceCheck = Pick<LimitCheck, 'store' | 'slots' | 'user' | 'cost'>

/** Request to check against the limits of its user's plan. */
export interface LimitCheck {
  /** Store of a transaction that holds the lock of the user. */
  readonly store: Store
  readonly slots: ConcurrencySlots
  readonly plan: Plan
  readonly user: User
  readonly owner: SlotOwner
  /** Undefined for a request of any model. */
  readonly model: string | undefined
  readonly cost: ExpectedCost
  readonly rate: RequestRate
  readonly at: number
}

/**
 * Checks, in this order: the balance, tokens per month, requests per minute and in longer windows, requests per day.
 *
 * @returns Whether the request is charged.
 * @throws {ApiError} 402 or 429.
 */
export async function checkPlanLimits(check: LimitCheck): Promise<boolean> {
  const { store, plan, user, cost, rate, at } = check
  const isCharged = isPaid(plan, user, at)
  if (isCharged && plan.payment === 'balance') await checkBalance(check)
  await checkMonthlyTokens(check)
  await rate.count(user.id, store)
  const running = await countRunning(check)
  await checkWindows(check, running)
  const { completed, cancelled } = await store.usage.sum(user.id, today(at))
  if (completed + cancelled + running < plan.dailyRequests) return isCharged
  if (user.overageEnabledAt !== null && isCovered(await readOwnAvailable(check), cost)) return true
  throw rateLimited(`${plan.dailyRequests} requests per day`, 3_600)
}

/**
 * Checks that the available balance allows a request.
 *
 * @throws {ApiError} 402.
 */
export async function checkBalance(check: BalanceCheck): Promise<void> {
  const balance = await readOwnAvailable(check)
  if (!isCovered(balance, check.cost)) throw insufficientBalance(balance, check.cost)
}

/**
 * Checks the concurrent requests of the key, and of all keys of its user.
 *
 * @throws {ApiError} 429.
 */
export async function checkConcurrency({ store, slots, plan, owner }: LimitCheck): Promise<void> {
  const { concurrentRequests, concurrentRequestsPerUser } = plan
  if ((await slots.countByKey('request', owner, store)) >= concurrentRequests) {
    throw rateLimited(`${concurrentRequests} requests are already running`, 5)
  }
  if ((await slots.countByUser('request', owner, store)) >= concurrentRequestsPerUser) {
    throw rateLimited(`${concurrentRequestsPerUser} requests of all keys are already running`, 5)
  }
}

/** Returns whether requests within the plan are charged; those of free and prepaid plans are not. */
export function isPaid(plan: Plan, user: User, at: number): boolean {
  return plan.payment !== 'none' && (user.subscriptionEndsAt ?? 0) <= at
}

/** Reads the available balance of the request, including what its session holds. */
async function readOwnAvailable({ store, slots, user, cost }: BalanceCheck) {
  const { available, held } = await readAvailable(store, slots, user.id)
  const own = BigInt(cost.ownMicroKopecks)
  return { available: available + own, held: held - own }
}

/** Counts the requests and jobs of the user whose usage is not recorded yet: it is recorded when they end. */
async function countRunning({ store, slots, owner }: LimitCheck): Promise<number> {
  const requests = await slots.countByUser('request', owner, store)
  const responses = await slots.countByUser('response', owner, store)
  return requests + responses + (await store.jobs.countOpen({ userId: owner.userId }))
}

async function checkWindows({ store, plan, user, model, at }: LimitCheck, running: number): Promise<void> {
  for (const window of plan.windows) {
    if (window.model !== undefined && window.model !== model) continue
    const query = { since: at - window.lengthMs, max: window.requests, model: window.model }
    if ((await store.usage.count(user.id, query)) + running >= window.requests) {
      throw rateLimited(`${window.requests} requests in ${window.name}`, window.retryAfterSeconds)
    }
  }
}

async function checkMonthlyTokens({ store, plan, user, at }: LimitCheck): Promise<void> {
  if (plan.monthlyTokens === Number.POSITIVE_INFINITY) return
  const { inputTokens, outputTokens } = await store.usage.sum(user.id, thisMonth(at))
  if (inputTokens + outputTokens < plan.monthlyTokens) return
  throw rateLimited(`${plan.monthlyTokens} tokens per month`, 86_400)
}
