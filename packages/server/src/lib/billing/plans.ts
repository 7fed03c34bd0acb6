/** Ids of the plans, lowest first. `local` is the plan of a local server and ranks above all others. */
export const planIds = ['free', 'pro', 'max', 'enterprise', 'local'] as const

/** Id of a plan. */
export type PlanId = (typeof planIds)[number]

/** Payment for requests within a plan: free, charged to the balance, or charged even if the balance is used up. */
export type PlanPayment = 'none' | 'balance' | 'credit'

/** Limit on requests in a sliding window. */
export interface PlanWindow {
  readonly name: string
  readonly lengthMs: number
  readonly requests: number
  /** Counts requests for this model only. */
  readonly model?: string | undefined
  readonly retryAfterSeconds: number
}

/** Limits of a plan; `Infinity` means no limit. */
export interface Plan {
  readonly id: PlanId
  readonly payment: PlanPayment
  /** Maximum requests per calendar day (UTC). */
  readonly dailyRequests: number
  /** Maximum input and output tokens per calendar month (UTC). */
  readonly monthlyTokens: number
  /** Maximum requests in any 60 seconds. */
  readonly requestsPerMinute: number
  /** Maximum concurrent requests per key. */
  readonly concurrentRequests: number
  /** Maximum concurrent requests of all keys of a user. */
  readonly concurrentRequestsPerUser: number
  readonly windows: readonly PlanWindow[]
}

const hourMs = 3_600_000
const unlimited = Number.POSITIVE_INFINITY

function windows(fiveHours: number, week: number, weekOfThinking: number): PlanWindow[] {
  const weekMs = 7 * 24 * hourMs
  return [
    { name: '5 hours', lengthMs: 5 * hourMs, requests: fiveHours, retryAfterSeconds: 3_600 },
    { name: '7 days', lengthMs: weekMs, requests: week, retryAfterSeconds: 86_400 },
    {
      name: '7 days with mira-thinking',
      lengthMs: weekMs,
      requests: weekOfThinking,
      model: 'mira-thinking',
      retryAfterSeconds: 86_400,
    },
  ]
}

const named = { requestsPerMinute: 60, concurrentRequests: 3, concurrentRequestsPerUser: 6 }

/** Limits of the vendor's server as of April 2026. See docs/protocol.md#limits. */
const plans: Readonly<Record<PlanId, Plan>> = {
  free: {
    ...named,
    id: 'free',
    payment: 'none',
    dailyRequests: 20,
    monthlyTokens: 500_000,
    windows: windows(20, 100, 20),
  },
  pro: {
    ...named,
    id: 'pro',
    payment: 'balance',
    dailyRequests: 500,
    monthlyTokens: 10_000_000,
    windows: windows(100, 2_000, 500),
  },
  max: {
    ...named,
    id: 'max',
    payment: 'balance',
    dailyRequests: unlimited,
    monthlyTokens: 100_000_000,
    windows: windows(300, 10_000, 3_000),
  },
  enterprise: {
    ...named,
    id: 'enterprise',
    payment: 'balance',
    dailyRequests: unlimited,
    monthlyTokens: unlimited,
    windows: [],
  },
  local: {
    id: 'local',
    payment: 'credit',
    dailyRequests: unlimited,
    monthlyTokens: unlimited,
    requestsPerMinute: unlimited,
    concurrentRequests: unlimited,
    concurrentRequestsPerUser: unlimited,
    windows: [],
  },
}

/**
 * Returns the plan with an id.
 *
 * @throws {RangeError} when the id is unknown.
 */
export function findPlan(id: string): Plan {
  if (isPlanId(id)) return plans[id]
  throw new RangeError(`Unknown plan ${JSON.stringify(id)}; available plans: ${planIds.join(', ')}`)
}

/** Returns whether `plan` ranks at least as high as `min`. */
export function isPlanAtLeast(plan: PlanId, min: PlanId): boolean {
  return planIds.indexOf(plan) >= planIds.indexOf(min)
}

function isPlanId(id: string): id is PlanId {
  return (planIds as readonly string[]).includes(id)
}
