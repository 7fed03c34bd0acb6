import { availableParallelism } from 'node:os'

/** Options for running jobs. */
export interface JobOptions {
  /**
   * Jobs that this process runs concurrently; 0 leaves them to other processes on the same database and media. Defaults
   * to one less than the number of processors, at least 1.
   */
  readonly workers: number
  /** Retention of a job and its result after it has settled, in milliseconds. Defaults to 7 days. */
  readonly lifetimeMs: number
  /** Timeout of a run, in milliseconds; the job then fails. Defaults to 30 minutes. */
  readonly timeoutMs: number
  /**
   * Lease of a worker on a job, in milliseconds; without renewal the job goes to another worker. Defaults to 10,000.
   */
  readonly leaseMs: number
  /** Maximum open jobs per key; a user may have twice as many. More are rejected with 429. Defaults to 10,000. */
  readonly maxOpenPerKey: number
  /** Secret that signs webhooks: `whsec_` followed by base64. Without it, `webhook_url` is rejected. */
  readonly webhookSecret: string | undefined
}

const minuteMs = 60_000

/**
 * Applies defaults to the options and validates them.
 *
 * @throws {RangeError} when an option is out of range.
 */
export function resolveJobOptions(overrides: Partial<JobOptions> = {}): JobOptions {
  const options = {
    workers: Math.max(1, availableParallelism() - 1),
    lifetimeMs: 7 * 24 * 60 * minuteMs,
    timeoutMs: 30 * minuteMs,
    leaseMs: 10_000,
    maxOpenPerKey: 10_000,
    webhookSecret: undefined,
    ...overrides,
  }
  const { workers, webhookSecret, ...positive } = options
  if (!Number.isInteger(workers) || workers < 0)
    throw new RangeError(`jobs.workers is ${workers}; it must be 0 or more`)
  if (webhookSecret !== undefined) readWebhookSecret(webhookSecret)
  for (const [name, value] of Object.entries(positive)) {
    if (!(value > 0)) throw new RangeError(`jobs.${name} is ${value}; it must be above 0`)
  }
  return options
}

/** Minimum length of a secret according to Standard Webhooks. */
const minSecretBytes = 24

/**
 * Decodes a Standard Webhooks secret.
 *
 * @throws {RangeError} when the secret is malformed or too short.
 */
export function readWebhookSecret(secret: string): Buffer {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? []
  const key = Buffer.from(base64 ?? '', 'base64')
  if (key.length >= minSecretBytes) return key
  throw new RangeError(`The webhook secret must be "whsec_" followed by the base64 of at least ${minSecretBytes} bytes`)
}
