import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../api-error.ts'
import type { Logger } from '../logger.ts'
import type { IdempotencyRecord, Store, StoredReply } from '../store/store.ts'
import type { ReplySeal } from './reply-seal.ts'

const dayMs = 24 * 60 * 60 * 1_000

/** Request with an idempotency key. */
export interface IdempotentRequest {
  readonly keyId: string
  readonly idempotencyKey: string
  /** Hash of the request from {@link fingerprint}. */
  readonly fingerprint: string
  readonly signal: AbortSignal
}

/** Runs each idempotency key once and replays its reply for a day. */
export interface IdempotentRuns {
  /**
   * Returns the stored reply, waiting while the first run is in progress. Without one, runs `execute` and stores the
   * reply it returns; if that is undefined, nothing is stored and the key is released.
   *
   * @returns The stored reply, or undefined when `execute` ran.
   * @throws {ApiError} 422 when the key was used for a different request, 409 when another process is still running it
   * after the maximum wait.
   * @throws The reason of the request's `signal` when it aborts during the wait.
   */
  run(
    request: IdempotentRequest,
    execute: (claim: IdempotencyRecord) => Promise<StoredReply | undefined>,
  ): Promise<StoredReply | undefined>
}

/** Returns a hash that distinguishes a repeated request from a different one. */
export function fingerprint(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n`).update(body).digest('hex')
}

/** Options of {@link createIdempotentRuns}. */
export interface IdempotentRunsOptions {
  readonly seal: ReplySeal
  /** Maximum wait for a run of another process, in milliseconds. */
  readonly maxWaitMs: number
  readonly logger: Logger
  readonly now: () => number
}

/** Lease of a run on its key, in milliseconds. Active runs renew it; the lease of a crashed process expires. */
const leaseMs = 10_000
/** Poll interval for a run of another process, in milliseconds. */
const lookIntervalMs = 100

/** Creates idempotent runs on a store. */
export function createIdempotentRuns(
  store: Store,
  { seal, maxWaitMs, logger, now }: IdempotentRunsOptions,
): IdempotentRuns {
  const running = new Map<string, Promise<void>>()

  function keepLease(claim: IdempotencyRecord): () => void {
    const timer = setInterval(() => {
      store.idempotency
        .renew(claim, now() + leaseMs)
        .catch((err) => logger.error({ err }, 'an idempotency key could not be kept'))
    }, leaseMs / 3)
    return () => clearInterval(timer)
  }

  async function execute(
    claim: IdempotencyRecord,
    work: (claim: IdempotencyRecord) => Promise<StoredReply | undefined>,
  ): Promise<void> {
    let reply: StoredReply | undefined
    const stopLease = keepLease(claim)
    try {
      reply = await work(claim)
    } finally {
      stopLease()
      await (reply === undefined
        ? store.idempotency.release(claim)
        : store.idempotency.complete(claim, seal.seal(reply)))
      running.delete(claim.runId)
    }
  }

  return {
    async run({ keyId, idempotencyKey, fingerprint, signal }, work) {
      const giveUpAt = performance.now() + maxWaitMs
      for (;;) {
        const at = now()
        const lease = { runId: randomUUID(), lockedUntil: at + leaseMs, expiresAt: at + dayMs }
        const claim = { keyId, idempotencyKey, fingerprint, ...lease, reply: null }
        const holder = await store.idempotency.claim(claim, at)
        if (holder.runId === claim.runId) {
          const run = execute(claim, work)
          running.set(
            claim.runId,
            run.catch(() => undefined),
          )
          await run
          return undefined
        }
        if (holder.fingerprint !== fingerprint) {
          throw new ApiError(422, 'Idempotency-Key: this key was used for a different request')
        }
        if (holder.reply !== null) return seal.open(holder.reply)
        const other = running.get(holder.runId)
        if (other === undefined && performance.now() > giveUpAt) {
          throw new ApiError(409, 'Idempotency-Key: the first request is still running', { retryAfterSeconds: 1 })
        }
        await settledOrAborted(other ?? sleep(lookIntervalMs), signal)
      }
    },
  }
}

/** @throws The reason of `signal` when it aborts first. */
function settledOrAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([wait, aborted])
}
