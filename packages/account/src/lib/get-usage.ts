import { type Client, type Extensible, type RequestOptions, readObject, request } from '@mira/core'
import { unwrap } from './unwrap.ts'

/** Query parameters that newer servers support; older ones ignore them. */
export interface UsageFields {
  /** First day (`YYYY-MM-DD`). */
  start?: string | undefined
  /** Last day (`YYYY-MM-DD`). */
  end?: string | undefined
  group_by?: 'day' | 'model' | 'endpoint' | 'key' | (string & {}) | undefined
}

type QueryValue = string | number | boolean | undefined

/** Parameters of a usage report. Other fields are sent unchanged when they are spread. */
export type UsageParams = Extensible<UsageFields>

/** Usage today. Costs are in microcents: 10,000 per kopeck. */
export interface UsageToday {
  total_requests: number
  total_tokens: number
  total_cost_microcents: number
  completed?: number | undefined
  cancelled?: number | undefined
  errors?: number | undefined
  readonly [field: string]: unknown
}

/** Usage on one day. */
export interface UsageDay {
  /** Date (`YYYY-MM-DD`). */
  date: string
  requests: number
  tokens: number
  cost_microcents: number
  readonly [field: string]: unknown
}

/** Usage this month. */
export interface UsageMonth {
  total_requests: number
  total_tokens: number
  total_cost_microcents: number
  daily_breakdown?: UsageDay[] | undefined
  readonly [field: string]: unknown
}

/** Quota of the plan; -1 is unlimited. */
export interface UsageQuota {
  /** Requests per day. */
  daily_limit: number
  remaining_today: number
  plan: string
  readonly [field: string]: unknown
}

/** A usage report; its parts depend on the server. */
export interface UsageReport {
  today?: UsageToday | undefined
  month?: UsageMonth | undefined
  quota?: UsageQuota | undefined
  readonly [field: string]: unknown
}

/**
 * Returns the usage of the account.
 *
 * @param client - Client created with `createClient`.
 * @throws {MiraError} when the call fails.
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
