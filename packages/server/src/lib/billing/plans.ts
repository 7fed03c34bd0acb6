/** Ids of the plans, lowest first. `local` is that of a server of one's own, and above all others. */
export const planIds = ['free', 'pro', 'max', 'enterprise', 'local'] as const

export type PlanId = (typeof planIds)[number]

/** Who pays for what stays within a plan: nobody, the balance, or the balance even when it is used up. */
export type PlanPayment = 'none' | 'balance' | 'credit'

/** A limit on requests in any span of the given length. */
export interface PlanWindow {
  readonly name: string
  readonly lengthMs: number
  readonly requests: number
  /** Counts one model only. */
  readonly model?: string | undefined
  readonly retryAfterSeconds: number
}

/** What a plan allows. `Infinity` is no limit. */
export interface Plan {
  readonly id: PlanId
  readonly payment: PlanPayment
  /** Requests of one calendar day (UTC). */
  readonly dailyRequests: number
  /** Tokens in and out of one calendar month (UTC). */
  readonly monthlyTokens: number
  /** Requests in any 60 seconds. */
  readonly requestsPerMinute: number
  /** Requests that one key may have under way. */
  readonly concurrentRequests: number
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

const named = { requestsPerMinute: 60, concurrentRequests: 3 }

/** The numbers of the vendor's server of April 2026. See docs/protocol.md#limits. */
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
    windows: [],
  },
}

/** @throws {RangeError} for an id that no plan has. */
export function findPlan(id: string): Plan {
  if (isPlanId(id)) return plans[id]
  throw new RangeError(`There is no plan ${JSON.stringify(id)}; there are ${planIds.join(', ')}`)
}

/** Whether a plan is at least another. */
export function isPlanAtLeast(plan: PlanId, least: PlanId): boolean {
  return planIds.indexOf(plan) >= planIds.indexOf(least)
}

function isPlanId(id: string): id is PlanId {
  return (planIds as readonly string[]).includes(id)
}
