import { z } from '@hono/zod-openapi'
import type { UsageRange, UsageReport } from '../billing/usage-report.ts'
import type { UsageSum } from '../store/store.ts'
import { toMicrocents } from './money.ts'

const totals = { total_requests: z.int(), total_tokens: z.int(), total_cost_microcents: z.int() }
const outcomes = { completed: z.int(), cancelled: z.int(), errors: z.int() }

const RangeSumSchema = z.object({
  ...totals,
  ...outcomes,
  input_tokens: z.int(),
  output_tokens: z.int(),
})

/** Response of `GET /v1/usage`. */
export const UsageSchema = z
  .object({
    today: z.object({ ...totals, ...outcomes }),
    month: z.object({
      ...totals,
      daily_breakdown: z.array(
        z.object({ date: z.string(), requests: z.int(), tokens: z.int(), cost_microcents: z.int() }),
      ),
    }),
    quota: z.object({ daily_limit: z.int(), remaining_today: z.int(), plan: z.string() }),
    range: z
      .object({
        start: z.string(),
        end: z.string(),
        group_by: z.string(),
        total: RangeSumSchema,
        groups: z.array(RangeSumSchema.extend({ group: z.string() })),
      })
      .optional()
      .openapi({ description: 'Present if start, end or group_by is set' }),
  })
  .openapi('Usage', { description: 'Costs in microcents, 10,000 per kopeck; days in UTC; -1 means unlimited' })

/** Query of `GET /v1/usage`; any parameter adds the `range`. */
export const UsageQuerySchema = z.object({
  start: z.iso.date().optional(),
  end: z.iso.date().optional(),
  group_by: z.enum(['day', 'model', 'endpoint', 'key']).optional(),
})

/** Encodes a usage report. */
export function encodeUsageReport({ today, month, days, quota, range }: UsageReport): z.infer<typeof UsageSchema> {
  const { completed, cancelled, errors } = today
  return {
    today: { ...encodeTotals(today), completed, cancelled, errors },
    month: {
      ...encodeTotals(month),
      daily_breakdown: days.map(({ group, ...sum }) => {
        const { total_requests: requests, total_tokens: tokens, total_cost_microcents } = encodeTotals(sum)
        return { date: group, requests, tokens, cost_microcents: total_cost_microcents }
      }),
    },
    quota: {
      daily_limit: toLimit(quota.dailyLimit),
      remaining_today: toLimit(quota.remainingToday),
      plan: quota.plan,
    },
    ...(range === undefined ? {} : { range: encodeRange(range) }),
  }
}

function encodeRange({ from, to, groupBy, total, groups }: UsageRange) {
  return {
    start: from,
    end: to,
    group_by: groupBy,
    total: encodeRangeSum(total),
    groups: groups.map((sum) => ({ group: sum.group, ...encodeRangeSum(sum) })),
  }
}

function encodeRangeSum(sum: UsageSum) {
  const { completed, cancelled, errors, inputTokens, outputTokens } = sum
  return { ...encodeTotals(sum), completed, cancelled, errors, input_tokens: inputTokens, output_tokens: outputTokens }
}

function encodeTotals({ completed, cancelled, errors, inputTokens, outputTokens, costMicroKopecks }: UsageSum) {
  return {
    total_requests: completed + cancelled + errors,
    total_tokens: inputTokens + outputTokens,
    total_cost_microcents: toMicrocents(costMicroKopecks),
  }
}

function toLimit(limit: number): number {
  return limit === Number.POSITIVE_INFINITY ? -1 : limit
}
