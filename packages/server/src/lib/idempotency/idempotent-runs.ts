import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../api-error.ts'
import type { Logger } from '../logger.ts'
import type { IdempotencyRecord, Store, StoredReply } from '../store/store.ts'
import type { ReplyCipher } from './reply-cipher.ts'

const dayMs = 24 * 60 * 60 * 1_000

/** Request with an idempotency key. */
export interface IdempotentRequest {
  readonly keyId: string
  readonly idempotencyKey: string
  /** Hash of the request from {@link hashRequest}. */
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
export function hashRequest(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n`).update(body).digest('hex')
}

/** Options of {@link createIdempotentRuns}. */
export interface IdempotentRunsOptions {
  readonly cipher: ReplyCipher
  /** Maximum wait for a run of another process, in milliseconds. */
  readonly maxWaitMs: number
  readonly logger: Logger
  readonly now: () => number
}

/** Lease of a run on its key, in milliseconds. Active runs renew it; the lease of a crashed process expires. */
const leaseMs = 10_000
/** Poll interval for a run of another process, in milliseconds. */
const pollIntervalMs = 100

/** Creates idempotent runs on a store. */
export function createIdempotentRuns(
  store: Store,
  { cipher, maxWaitMs, logger, now }: IdempotentRunsOptions,
): IdempotentRuns {
  const running = new Map<string, Promise<void>>()

  async function execute(
    claim: IdempotencyRecord,
    work: (claim: IdempotencyRecord) => Promise<StoredReply | undefined>,
  ): Promise<void> {
    let reply: StoredReply | undefined
    const stopLease = keepLease(store, claim, { logger, now })
    try {
      reply = await work(claim)
    } finally {
      stopLease()
      await (reply === undefined
        ? store.idempotency.release(claim)
        : store.idempotency.complete(claim, cipher.encrypt(reply)))
      running.delete(claim.runId)
    }
  }

  return {
    async run({ keyId, idempotencyKey, fingerprint, signal }, work) {
      const deadline = performance.now() + maxWaitMs
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
        if (holder.reply !== null) return cipher.decrypt(holder.reply)
        const other = running.get(holder.runId)
        if (other === undefined && performance.now() > deadline) {
          throw new ApiError(409, 'Idempotency-Key: the first request is still running', { retryAfterSeconds: 1 })
        }
        await settledOrAborted(other ?? sleep(pollIntervalMs), signal)
      }
    },
  }
}

/**
 * Renews the lease of a run on its key.
 *
 * @returns A function that stops the renewal.
 */
function keepLease(
  store: Store,
  claim: IdempotencyRecord,
  { logger, now }: Pick<IdempotentRunsOptions, 'logger' | 'now'>,
): () => void {
  const timer = setInterval(() => {
    store.idempotency
      .renew(claim, now() + leaseMs)
      .catch((err) => logger.error({ err }, 'failed to renew the lease on an idempotency key'))
  }, leaseMs / 3)
  return () => clearInterval(timer)
}

/** @throws The reason of `signal` when it aborts first. */
async function settledOrAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const end = new AbortController()
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: end.signal })
  })
  await Promise.race([wait, aborted]).finally(() => end.abort())
}
