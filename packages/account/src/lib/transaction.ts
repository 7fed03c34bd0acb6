import type { Extensible } from '@mira/core'

/** Reason for a change of the balance. */
export type TransactionType = 'charge' | 'topup' | 'refund' | 'bonus' | 'adjustment' | (string & {})

/** A change of the balance. */
export interface Transaction {
  id: string
  type: TransactionType
  /** Amount in kopecks; negative if it was deducted from the balance. */
  amount_kopecks: number
  /** Absolute amount in rubles, with two decimals. */
  amount_rubles?: string | undefined
  balance_after_kopecks?: number | undefined
  description?: string | null | undefined
  model?: string | null | undefined
  input_tokens?: number | null | undefined
  output_tokens?: number | null | undefined
  /** Payment method of a top-up, such as `card` or `sbp`. */
  payment_method?: string | null | undefined
  /** `x-request-id` of the response that was charged, if the server names it. */
  request_id?: string | null | undefined
  /** Creation time (RFC 3339). */
  created_at?: string | undefined
  readonly [field: string]: unknown
}

/** Known fields of a transactions request. */
export interface TransactionFields {
  /** Transactions per page, 1 to 200. Defaults to 50. */
  limit?: number | undefined
  /** Number of transactions to skip, from the newest. Defaults to 0. */
  offset?: number | undefined
  /** Includes only transactions of this type. */
  type?: TransactionType | undefined
}

/** Parameters of a transactions request. Other fields are sent unchanged when they are spread. */
export type TransactionParams = Extensible<TransactionFields>
