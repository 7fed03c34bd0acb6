import { z } from '@hono/zod-openapi'
import type { Quota, QuotaBucket, QuotaBucketName } from '../billing/quota.ts'

const BucketSchema = z.object({
  used: z.int(),
  limit: z.int(),
  utilization: z.number(),
  resets_at: z.int().nullable(),
})

/** Names that the vendor's server uses for the limits in `rate_limit_type`. */
const limitTypes = {
  five_hour: 'five_hour',
  seven_day: 'seven_day',
  seven_day_thinking: 'seven_day_opus',
  seven_day_standard: 'seven_day_sonnet',
} as const satisfies Record<QuotaBucketName, string>

/** Response of `GET /v1/quota`. */
export const QuotaSchema = z
  .object({
    status: z.enum(['allowed', 'allowed_warning', 'rejected']),
    rate_limit_type: z.enum(Object.values(limitTypes)).nullable(),
    utilization: z.number(),
    resets_at: z.int().nullable(),
    is_using_overage: z.boolean(),
    buckets: z.object({
      five_hour: BucketSchema,
      seven_day: BucketSchema,
      seven_day_thinking: BucketSchema,
      seven_day_standard: BucketSchema,
    }),
    plan: z.string(),
  })
  .openapi('Quota', {
    description: 'Times in seconds since 1970; a limit of -1 means unlimited; utilization from 0 to 1',
  })

/** Encodes the quota of a user. */
export function encodeQuota({ status, tightest, buckets, isUsingOverage, plan }: Quota): z.infer<typeof QuotaSchema> {
  const encoded = {
    five_hour: encodeBucket(buckets.five_hour),
    seven_day: encodeBucket(buckets.seven_day),
    seven_day_thinking: encodeBucket(buckets.seven_day_thinking),
    seven_day_standard: encodeBucket(buckets.seven_day_standard),
  }
  return {
    status,
    rate_limit_type: tightest === null ? null : limitTypes[tightest],
    utilization: Math.max(...Object.values(encoded).map(({ utilization }) => utilization)),
    resets_at: tightest === null ? null : encoded[tightest].resets_at,
    is_using_overage: isUsingOverage,
    buckets: encoded,
    plan,
  }
}

function encodeBucket({ used, limit, utilization, resetsAt }: QuotaBucket): z.infer<typeof BucketSchema> {
  return {
    used,
    limit: limit === Number.POSITIVE_INFINITY ? -1 : limit,
    utilization,
    resets_at: resetsAt === null ? null : Math.ceil(resetsAt / 1_000),
  }
}
