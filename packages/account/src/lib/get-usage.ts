import { type Client, type RequestOptions, readObject, request } from '@mira/core'
import type { Open } from './open.ts'
import { unwrap } from './unwrap.ts'

/** Query that newer servers understand; an older one leaves it unread. */
export interface UsageFields {
  /** First day, `YYYY-MM-DD`. */
  start?: string | undefined
  /** Last day, `YYYY-MM-DD`. */
  end?: string | undefined
  group_by?: 'day' | 'model' | 'endpoint' | 'key' | (string & {}) | undefined
}

type QueryValue = string | number | boolean | undefined

/** Parameters of a usage report; fields that are not listed are sent as they are. */
export type UsageParams = Open<UsageFields>

/** What was used today. Costs are in microcents: 10 000 to a kopeck. */
export interface UsageToday {
  total_requests: number
  total_tokens: number
  total_cost_microcents: number
  completed?: number | undefined
  cancelled?: number | undefined
  errors?: number | undefined
  readonly [field: string]: unknown
}

/** What was used on one day. */
export interface UsageDay {
  /** `YYYY-MM-DD`. */
  date: string
  requests: number
  tokens: number
  cost_microcents: number
  readonly [field: string]: unknown
}

/** What was used this month. */
export interface UsageMonth {
  total_requests: number
  total_tokens: number
  total_cost_microcents: number
  daily_breakdown?: UsageDay[] | undefined
  readonly [field: string]: unknown
}

/** What the plan leaves; -1 is unlimited. */
export interface UsageQuota {
  /** Requests a day. */
  daily_limit: number
  remaining_today: number
  plan: string
  readonly [field: string]: unknown
}

/** A usage report; which parts there are depends on the server. */
export interface UsageReport {
  today?: UsageToday | undefined
  month?: UsageMonth | undefined
  quota?: UsageQuota | undefined
  readonly [field: string]: unknown
}

/**
 * Reads what the account used.
 *
 * @param client Connection made with `createClient`.
 * @throws {MiraError} as every call.
 * @see docs/protocol.md#usage
 */
export function getUsage(client: Client, params: UsageParams = {}, options?: RequestOptions): Promise<UsageReport> {
  return request(
    client,
    {
      operation: 'usage.get',
      path: '/v1/usage',
      query: params as Readonly<Record<string, QueryValue>>,
      read: async (reply, context) => unwrap(await readObject(reply, context), ['data', 'usage']),
    },
    options,
  )
}
