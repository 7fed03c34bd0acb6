import { type Client, type RequestOptions, readObject, request } from '@mira/core'
import { parseMoney } from './parse-money.ts'
import { unwrap } from './unwrap.ts'

/** Cost of one model this month. */
export interface ModelSpending {
  model: string
  total_kopecks: number
  total_requests?: number | undefined
  total_input_tokens?: number | undefined
  total_output_tokens?: number | undefined
  readonly [field: string]: unknown
}

/** Spending today, this week (from Monday) and this month. */
export interface Spending {
  today_kopecks: number
  week_kopecks: number
  month_kopecks: number
  /** Spending of this month by model, the highest first. */
  by_model?: ModelSpending[] | undefined
  readonly [field: string]: unknown
}

/** Balance of the account. */
export interface Balance {
  /** Balance in hundredths of the unit; null if the server reports it in an unknown format. */
  balance_kopecks: number | null
  /** The same in whole units, with two decimals. */
  balance_rubles?: string | undefined
  /** Currency, if the server reports one; otherwise rubles. */
  currency?: string | undefined
  spending?: Spending | undefined
  readonly [field: string]: unknown
}

/**
 * Returns the balance of the account. The documented format contains kopecks. For the formats
 * `{ balance, currency }` and `{ amount, currency }`, in whole units, `balance_kopecks` is calculated.
 *
 * @param client - Client created with `createClient`.
 * @throws {MiraError} when the call fails.
 * @see docs/protocol.md#billing
 */
export function getBalance(client: Client, options?: RequestOptions): Promise<Balance> {
  return request(
    client,
    {
      operation: 'billing.balance',
      path: '/v1/billing/balance',
      read: async (reply, context) => toBalance(await readObject(reply, context)),
    },
    options,
  )
}

function toBalance(body: Record<string, unknown>): Balance {
  const fields = unwrap(body, ['data', 'balance'])
  const { balance_kopecks: kopecks, balance_rubles, balance, amount } = fields
  if (typeof kopecks === 'number') return fields as unknown as Balance
  return { ...fields, balance_kopecks: toKopecks(kopecks, 1) ?? toKopecks(balance_rubles ?? balance ?? amount, 100) }
}

/** Converts a string or number to kopecks, from whole kopecks (`scale` 1) or units (100); null if that is not exact. */
function toKopecks(value: unknown, scale: 1 | 100): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  try {
    const kopecks = Number(scale === 1 ? BigInt(value) : parseMoney(String(value)))
    return Number.isSafeInteger(kopecks) ? kopecks : null
  } catch {
    return null
  }
}
