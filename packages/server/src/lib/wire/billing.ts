import { z } from '@hono/zod-openapi'
import type { BalanceReport } from '../billing/read-balance.ts'
import type { TransactionRecord } from '../store/store.ts'
import { toRubles } from './money.ts'

/** Response of `GET /v1/billing/balance`. */
export const BalanceSchema = z
  .object({
    balance_kopecks: z.int(),
    balance_rubles: z.string(),
    spending: z.object({
      today_kopecks: z.int(),
      week_kopecks: z.int(),
      month_kopecks: z.int(),
      by_model: z.array(
        z.object({
          model: z.string(),
          total_kopecks: z.int(),
          total_requests: z.int(),
          total_input_tokens: z.int(),
          total_output_tokens: z.int(),
        }),
      ),
    }),
  })
  .openapi('Balance')

const TransactionTypeSchema = z.enum(['charge', 'topup', 'refund', 'bonus', 'adjustment'])

/** Transaction of the ledger. */
export const TransactionSchema = z
  .object({
    id: z.string(),
    type: TransactionTypeSchema,
    amount_kopecks: z.int().openapi({ description: 'Negative if deducted from the balance' }),
    amount_rubles: z.string().openapi({ description: 'Absolute amount with two decimals' }),
    balance_after_kopecks: z.int(),
    description: z.string().nullable(),
    model: z.string().nullable(),
    input_tokens: z.int().nullable(),
    output_tokens: z.int().nullable(),
    payment_method: z.string().nullable(),
    request_id: z.string().nullable().openapi({ description: 'x-request-id of the response that was charged' }),
    created_at: z.string(),
  })
  .openapi('Transaction')

/** A whole number in a query, clamped to a range. It is read from text, but described as the number it is. */
const wholeNumber = (initial: number, [min, max]: readonly [min: number, max: number]) =>
  z
    .string()
    .refine((text) => /^[+-]?\d{1,15}$/.test(text), 'expected a whole number')
    .default(String(initial))
    .transform((text) => Math.min(max, Math.max(min, Number(text))))
    .openapi({ type: 'integer', default: initial })

/** Query of `GET /v1/billing/transactions`; values of `limit` and `offset` out of range are clamped. */
export const TransactionQuerySchema = z.object({
  limit: wholeNumber(50, [1, 200]),
  offset: wholeNumber(0, [0, Number.MAX_SAFE_INTEGER]),
  type: TransactionTypeSchema.optional(),
})

/** Encodes the balance and the spending of a user. */
export function encodeBalance({ balanceKopecks, ...spent }: BalanceReport): z.infer<typeof BalanceSchema> {
  return {
    balance_kopecks: balanceKopecks,
    balance_rubles: toRubles(balanceKopecks),
    spending: {
      today_kopecks: spent.todayKopecks,
      week_kopecks: spent.weekKopecks,
      month_kopecks: spent.monthKopecks,
      by_model: spent.byModel.map(({ group, chargedKopecks, completed, cancelled, inputTokens, outputTokens }) => ({
        model: group,
        total_kopecks: chargedKopecks,
        total_requests: completed + cancelled,
        total_input_tokens: inputTokens,
        total_output_tokens: outputTokens,
      })),
    },
  }
}

/** Encodes a transaction. */
export function encodeTransaction(record: TransactionRecord): z.infer<typeof TransactionSchema> {
  const { id, type, amountKopecks, balanceAfterKopecks, description, model, paymentMethod, requestId } = record
  return {
    id,
    type,
    amount_kopecks: amountKopecks,
    amount_rubles: toRubles(Math.abs(amountKopecks)),
    balance_after_kopecks: balanceAfterKopecks,
    description,
    model,
    input_tokens: record.inputTokens,
    output_tokens: record.outputTokens,
    payment_method: paymentMethod,
    request_id: requestId,
    created_at: new Date(record.createdAt).toISOString(),
  }
}
