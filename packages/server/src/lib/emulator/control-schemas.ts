import { z } from '@hono/zod-openapi'
import { planIds } from '../billing/plans.ts'
import { errorStyles } from '../wire/error-style.ts'
import { queryInteger } from '../wire/query-integer.ts'
import { FixtureSchema, HeaderNameSchema, HeaderValueSchema } from './fixture-schema.ts'
import { isTextCondition } from './text-condition.ts'

/** Test that something belongs to. */
export const TestIdSchema = z.string().min(1).max(200)

const count = z.int().min(0)
const bytes = count.optional()

/** Fault to inject. */
export const FaultSchema = z
  .strictObject({
    status: z.int().min(400).max(599).optional(),
    detail: z.string().optional(),
    retryAfterSeconds: z.union([z.number().min(0), HeaderValueSchema]).optional(),
    headers: z.record(HeaderNameSchema, HeaderValueSchema).optional(),
    style: z.enum(errorStyles).optional(),
    delayMs: z.number().min(0).max(3_600_000).optional(),
    halfOpen: z.literal(true).optional(),
    stallAfterBytes: bytes,
    endAfterBytes: bytes,
    dropAfterBytes: bytes,
    garbageAfterBytes: bytes,
    chunkBytes: z.int().min(1).optional(),
    disconnectAfterEvents: z.int().min(1).optional(),
    closeCode: z
      .int()
      .refine((code) => [1000, 1001, 1008, 1011, 1012, 1013].includes(code) || (code >= 3_000 && code <= 4_999), {
        error: 'expected a close code that a server may send, such as 1011 or 4000',
      })
      .optional(),
  })
  .refine((fault) => Object.keys(fault).length > 0, 'expected at least one field, such as status')

const ConditionSchema = z.string().refine(isTextCondition, 'expected a valid regular expression between the slashes')

/** Fault rule. */
export const FaultRuleSchema = z
  .strictObject({
    match: z
      .strictObject({
        endpoint: z.union([z.string(), z.array(z.string())]).optional(),
        method: z.string().optional(),
        key: z.string().min(8).optional(),
        header: z.record(z.string(), ConditionSchema).optional(),
      })
      .optional(),
    fault: FaultSchema,
    times: z.int().min(1).optional(),
    after: count.optional(),
    probability: z.number().min(0).max(1).optional(),
    seed: z.int().optional(),
  })
  .openapi('FaultRule')

/** Fixtures to add. A `file` is available in fixture files only: the control API reads no files. */
export const AddFixturesSchema = z.strictObject({
  testId: TestIdSchema.optional(),
  fixtures: z
    .array(
      FixtureSchema.refine(({ answer }) => !JSON.stringify(answer).includes('"file":'), {
        error: 'a file can be named in fixture files only; send base64',
        path: ['answer'],
      }),
    )
    .min(1)
    .openapi({ type: 'array', items: { type: 'object' }, description: 'Fixtures, as in a fixture file' }),
})

/** Faults to add. */
export const AddFaultsSchema = z.strictObject({
  testId: TestIdSchema.optional(),
  faults: z.array(FaultRuleSchema).min(1),
})

/** Filter of the journal. */
export const filterFields = {
  testId: TestIdSchema.optional(),
  method: z.string().optional(),
  path: z.string().optional(),
  contains: z.string().optional(),
  fixture: z.string().optional(),
}

/** Query of the journal. */
export const JournalQuerySchema = z.object({
  ...filterFields,
  status: queryInteger(100, 999).optional(),
  limit: queryInteger(1, 1_000).default(100),
  /** Id of the last entry of the previous page. */
  after: z.string().optional(),
})

/** Body that waits for requests. */
export const WaitSchema = z.strictObject({
  ...filterFields,
  status: z.int().optional(),
  count: z.int().min(1).default(1),
  timeoutMs: z.int().min(0).max(60_000).default(5_000),
})

/** Key to create. */
export const NewKeySchema = z.strictObject({
  testId: TestIdSchema.optional(),
  plan: z.enum(planIds).default('local'),
  balanceKopecks: count.max(1_000_000_000_000).default(0),
  hasOverage: z.boolean().default(false),
})

/** Test that the requests with a created key belong to from now on. */
export const AssignKeySchema = z.strictObject({ key: z.string(), testId: TestIdSchema })

/** Created key. */
export const KeySchema = z.object({ key: z.string(), keyId: z.string(), userId: z.string() }).openapi('TestKey')

/** Change of the clock. */
export const ClockChangeSchema = z.strictObject({
  advanceMs: z
    .int()
    .min(0)
    .max(10 * 365 * 24 * 3_600_000),
})

/** Clock of the server. */
export const ClockSchema = z.object({ now: z.number(), offsetMs: z.number() }).openapi('Clock')

/** Reset of one test, or of everything. */
export const ResetSchema = z.strictObject({ testId: TestIdSchema.optional() })

/** Top-up of a user's balance. */
export const TopUpSchema = z.strictObject({ userId: z.string(), amountKopecks: z.int().min(1).max(1_000_000_000_000) })

/** Name of a snapshot. */
export const SnapshotNameSchema = z.string().min(1).max(200)

/** Saved state. */
export const SnapshotSchema = z
  .object({ name: SnapshotNameSchema, testId: TestIdSchema.optional(), at: z.number() })
  .openapi('Snapshot')
