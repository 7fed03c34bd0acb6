import type { Open } from './open.ts'

/** What changed the balance. */
export type TransactionType = 'charge' | 'topup' | 'refund' | 'bonus' | 'adjustment' | (string & {})

/** One change of the balance. */
export interface Transaction {
  id: string
  type: TransactionType
  /** Negative when it was taken from the balance. */
  amount_kopecks: number
  /** Absolute, with two decimals. */
  amount_rubles?: string | undefined
  balance_after_kopecks?: number | undefined
  description?: string | null | undefined
  model?: string | null | undefined
  input_tokens?: number | null | undefined
  output_tokens?: number | null | undefined
  /** How a top-up was paid, such as `card` or `sbp`. */
  payment_method?: string | null | undefined
  /** RFC 3339. */
  created_at?: string | undefined
  readonly [field: string]: unknown
}

/** The known fields of a transactions request. */
export interface TransactionFields {
  /** Transactions a page, 1 to 200 (default 50). */
  limit?: number | undefined
  /** Transactions to skip from the newest (default 0). */
  offset?: number | undefined
  /** Only those of one type. */
  type?: TransactionType | undefined
}

/** Parameters of a transactions request; fields that are not listed are sent as they are. */
export type TransactionParams = Open<TransactionFields>
