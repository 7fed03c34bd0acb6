import { availableParallelism } from 'node:os'

/** How a server works on jobs. */
export interface JobOptions {
  /**
   * Jobs that this process works on at once (default one less than it has processors, at least 1); 0 leaves the work to
   * other processes on the same database and media.
   */
  readonly workers: number
  /** Time for which a job and its result are kept after its end, in milliseconds (default 7 days). */
  readonly lifetimeMs: number
  /** Time after which a run is ended and its job failed, in milliseconds (default 30 minutes). */
  readonly timeoutMs: number
  /** Time after which a job whose worker is not heard of any more goes to another, in milliseconds (default 10 000). */
  readonly leaseMs: number
  /** Jobs that one key may have open (default 10 000); beyond it 429. */
  readonly maxOpenPerKey: number
  /** `whsec_` and base64: signs webhooks, and makes `webhook_url` allowed (default: it is refused). */
  readonly webhookSecret: string | undefined
}

const minuteMs = 60_000

/**
 * Fills in the options that were not given.
 *
 * @throws {RangeError} for one that is out of its range.
 */
export function resolveJobOptions(given: Partial<JobOptions> = {}): JobOptions {
  const options = {
    workers: Math.max(1, availableParallelism() - 1),
    lifetimeMs: 7 * 24 * 60 * minuteMs,
    timeoutMs: 30 * minuteMs,
    leaseMs: 10_000,
    maxOpenPerKey: 10_000,
    webhookSecret: undefined,
    ...given,
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

/** Least length that Standard Webhooks asks of a secret. */
const minSecretBytes = 24

/** @throws {RangeError} for what is no secret of Standard Webhooks. */
export function readWebhookSecret(secret: string): Buffer {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret) ?? []
  const key = Buffer.from(base64 ?? '', 'base64')
  if (key.length >= minSecretBytes) return key
  throw new RangeError(`The secret of webhooks must be whsec_ and the base64 of at least ${minSecretBytes} bytes`)
}
