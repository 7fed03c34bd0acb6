import { type Client, type RequestOptions, readObject, request } from '@mira/core'
import { parseMoney } from './parse-money.ts'
import { unwrap } from './unwrap.ts'

/** What one model cost this month. */
export interface ModelSpending {
  model: string
  total_kopecks: number
  total_requests?: number | undefined
  total_input_tokens?: number | undefined
  total_output_tokens?: number | undefined
  readonly [field: string]: unknown
}

/** What was spent today, this week (from Monday) and this month. */
export interface Spending {
  today_kopecks: number
  week_kopecks: number
  month_kopecks: number
  /** This month's, the costliest first. */
  by_model?: ModelSpending[] | undefined
  readonly [field: string]: unknown
}

/** What the account has. */
export interface Balance {
  /** Hundredths of the unit; null when the server states the balance in a form that is not known. */
  balance_kopecks: number | null
  /** The same in whole units, with two decimals. */
  balance_rubles?: string | undefined
  /** When the server names one; else it is roubles. */
  currency?: string | undefined
  spending?: Spending | undefined
  readonly [field: string]: unknown
}

/**
 * Reads the balance of the account. The documented form gives kopecks; of `{ balance, currency }` and
 * `{ amount, currency }`, in whole units, `balance_kopecks` is worked out.
 *
 * @param client Connection made with `createClient`.
 * @throws {MiraError} as every call.
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

/** Kopecks of a text or number, whole kopecks (`scale` 1) or units (100); null for what cannot be exact. */
function toKopecks(value: unknown, scale: 1 | 100): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  try {
    const kopecks = Number(scale === 1 ? BigInt(value) : parseMoney(String(value)))
    return Number.isSafeInteger(kopecks) ? kopecks : null
  } catch {
    return null
  }
}
