import type { Principal } from '../accounts/api-keys.ts'
import { ApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ConcurrencySlots, ReleaseSlot } from '../limits/concurrency-slots.ts'
import type { RateLimitStates } from '../limits/rate-limit-state.ts'
import { createRequestRate, type MakeMinuteWindow, type RequestRate } from '../limits/request-rate.ts'
import { withSpan } from '../observability/tracer.ts'
import type { Store } from '../store/store.ts'
import { checkBalance, checkConcurrency, checkPlanLimits, isPaid } from './plan-limits.ts'
import { findPlan, isPlanAtLeast, type Plan, type PlanId, planIds } from './plans.ts'
import type { Consumption, Prices } from './prices.ts'
import { readPlanLimits } from './read-plan-limits.ts'

/** Request to admit. */
export interface AdmissionRequest {
  /** Expected consumption, at its maximum. Its cost is held until the request has ended. */
  readonly expected: Consumption
  /** Whether the request consumes exactly as much. If so, it is rejected unless the balance covers it. */
  readonly isExact: boolean
  /** Session in which the request runs: it needs no slot of its own, and the hold of the session is not in its way. */
  readonly session?: Admitted | undefined
}

/** Terms on which a request was admitted. */
export interface AdmissionTerms {
  /** Whether the request is charged to the balance. */
  readonly isCharged: boolean
  /** Part of the balance that the request holds, in millionths of a kopeck. */
  readonly heldMicroKopecks: number
}

/** Request that the plan allows. */
export interface Admitted extends AdmissionTerms {
  /** Releases the slot and its hold on the balance, after usage is recorded. Idempotent. */
  readonly release: ReleaseSlot
}

/**
 * Enforces the plans of users. Checks, in this order: the model, the balance, tokens per month, requests per minute and
 * in longer windows, requests per day, concurrent requests. The balance is what running requests and open jobs do not
 * hold: a request of known cost must be covered, any other needs some of it.
 */
export interface Admission {
  /**
   * Admits a request, which holds a slot and its expected cost until it is released.
   *
   * @throws {ApiError} 403, 402, or 429 with the same `Retry-After` as the vendor's server.
   */
  admit(call: Call, request: AdmissionRequest): Promise<Admitted>
  /**
   * Admits work that outlasts its request, and runs `enqueue` in the same transaction to store it with its hold.
   *
   * @throws {ApiError} like `admit`.
   */
  enqueue<Result>(
    call: Call,
    request: AdmissionRequest,
    enqueue: (within: Store, terms: AdmissionTerms) => Promise<Result>,
  ): Promise<Result>
  /**
   * Checks whether the user may send any request at all, without counting one.
   *
   * @throws {ApiError} 402 or 429.
   */
  checkAllowance(principal: Principal): Promise<void>
  /** Returns how much of the plan the user has left, without counting a request. */
  readLimits(principal: Principal): Promise<RateLimitStates>
  /**
   * Checks that the balance covers a request whose cost is known only when it is done. Must be called inside the
   * transaction that charges it.
   *
   * @throws {ApiError} 402.
   */
  checkCovered(within: Store, principal: Principal, done: Admitted & { readonly consumed: Consumption }): Promise<void>
}

/** Options of {@link createAdmission}. */
export interface AdmissionOptions {
  readonly prices: Prices
  /** Counts concurrent requests and what they hold. */
  readonly concurrencySlots: ConcurrencySlots
  readonly makeMinuteWindow: MakeMinuteWindow
  readonly now: () => number
}

/** Creates the admission control of a server. */
export function createAdmission(store: Store, options: AdmissionOptions): Admission {
  const { prices, makeMinuteWindow, now } = options
  const rates = new Map(planIds.map((id) => [id, createRequestRate(findPlan(id).requestsPerMinute, makeMinuteWindow)]))
  const withinLimits = createLimiter(store, options, rates)

  async function admit(call: Call, request: AdmissionRequest): Promise<Admitted> {
    const terms = unlimitedTerms(call, request)
    if (terms !== undefined) return { ...terms, release: async () => undefined }
    const { userId, keyId } = call.principal
    let release: ReleaseSlot | undefined
    try {
      return await withinLimits(call, request, async (within, { isCharged, heldMicroKopecks }) => {
        const kind = request.session === undefined ? 'request' : 'response'
        release = await options.concurrencySlots.acquire(kind, { userId, keyId, heldMicroKopecks }, within)
        return { isCharged, heldMicroKopecks, release }
      })
    } catch (error) {
      // A slot in memory is not rolled back with the transaction.
      await release?.()
      throw error
    }
  }

  /** Returns the terms of a plan without limits; undefined for any other. */
  function unlimitedTerms({ principal }: Call, { expected }: AdmissionRequest): AdmissionTerms | undefined {
    const plan = findPlan(principal.user.plan)
    checkModelAllowed(plan, expected.model, prices)
    if (hasLimits(plan)) return undefined
    return { isCharged: isPaid(plan, principal.user, now()), heldMicroKopecks: 0 }
  }

  const traced = <Result>({ expected }: AdmissionRequest, work: () => Promise<Result>) =>
    withSpan('admit', { 'gen_ai.request.model': expected.model }, work)
  return {
    admit: (call, request) => traced(request, () => admit(call, request)),
    enqueue: (call, request, work) =>
      traced(request, async () => {
        const terms = unlimitedTerms(call, request)
        if (terms === undefined) return withinLimits(call, request, work)
        return store.transaction((within) => work(within, terms))
      }),
    async checkAllowance(principal) {
      const plan = findPlan(principal.user.plan)
      const of = { store, slots: options.concurrencySlots, plan, user: principal.user, owner: principal }
      const cost = { costMicroKopecks: 0, isExact: false, ownMicroKopecks: 0 }
      if (hasLimits(plan)) await checkPlanLimits({ ...of, model: undefined, cost, at: now(), rate: uncounted })
    },
    async readLimits({ user }) {
      const plan = findPlan(user.plan)
      if (!hasLimits(plan)) return {}
      return readPlanLimits(store, { user, perMinute: await rates.get(plan.id)!.read(user.id), at: now() })
    },
    async checkCovered(within, { user }, { consumed, isCharged, heldMicroKopecks }) {
      if (!isCharged || !hasLimits(findPlan(user.plan))) return
      await within.users.lock(user.id)
      const cost = { costMicroKopecks: prices.cost(consumed), isExact: true, ownMicroKopecks: heldMicroKopecks }
      await checkBalance({ store: within, slots: options.concurrencySlots, user, cost })
    },
  }
}

const uncounted: RequestRate = { async count() {}, read: async () => undefined }

/** Runs work in the transaction that checks the limits of its request. */
type WithinLimits = <Result>(
  call: Call,
  request: AdmissionRequest,
  work: (within: Store, terms: AdmissionTerms) => Promise<Result>,
) => Promise<Result>

function createLimiter(
  store: Store,
  { prices, concurrencySlots: slots, now }: AdmissionOptions,
  rates: ReadonlyMap<PlanId, RequestRate>,
): WithinLimits {
  return ({ principal }, { expected, isExact, session }, work) =>
    store.transaction(async (within) => {
      const { user } = principal
      const plan = findPlan(user.plan)
      // If two requests race for the last slot or the rest of the balance, one sees that the other has it.
      await within.users.lock(user.id)
      const costMicroKopecks = prices.cost(expected)
      const check = {
        ...{ store: within, slots, plan, user, owner: principal, model: expected.model },
        cost: { costMicroKopecks, isExact, ownMicroKopecks: session?.heldMicroKopecks ?? 0 },
        rate: rates.get(plan.id)!,
        at: now(),
      }
      const isCharged = await checkPlanLimits(check)
      if (session === undefined) await checkConcurrency(check)
      return work(within, { isCharged, heldMicroKopecks: isCharged ? costMicroKopecks : 0 })
    })
}

function checkModelAllowed(plan: Plan, model: string, prices: Prices): void {
  const minPlan = prices.minPlanOf(model)
  if (isPlanAtLeast(plan.id, minPlan)) return
  const detail = `model: ${JSON.stringify(model)} is not included in the ${plan.id} plan; it requires ${minPlan} or higher`
  throw new ApiError(403, detail, { code: 'model_not_allowed' })
}

function hasLimits({ payment }: Plan): boolean {
  return payment !== 'credit'
}
