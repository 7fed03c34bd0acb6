import { createHash, randomUUID } from 'node:crypto'
import { ApiError } from '../api-error.ts'
import type { IdempotencyRecord, Store, StoredReply } from '../store/store.ts'
import type { ReplySeal } from './reply-seal.ts'

const dayMs = 24 * 60 * 60 * 1_000

/** A request under an idempotency key. */
export interface IdempotentRequest {
  readonly keyId: string
  readonly idempotencyKey: string
  /** From {@link fingerprint}. */
  readonly fingerprint: string
  readonly signal: AbortSignal
}

/** Serves each idempotency key once and repeats its reply for a day. */
export interface IdempotentRuns {
  /**
   * Answers with the kept reply, waiting for it while the first run goes on; else runs `execute` and keeps the reply
   * that it gives (undefined: nothing to keep, the key is free again).
   *
   * @returns The kept reply, or undefined when `execute` ran.
   * @throws {ApiError} 422 when the key was used for another request, 409 when another process is serving it.
   */
  run(
    request: IdempotentRequest,
    execute: (claim: IdempotencyRecord) => Promise<StoredReply | undefined>,
  ): Promise<StoredReply | undefined>
}

/** Hash by which a repetition is told from another request. */
export function fingerprint(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n`).update(body).digest('hex')
}

/** What {@link createIdempotentRuns} works with. */
export interface IdempotentRunsOptions {
  readonly seal: ReplySeal
  /** Time after which a run that never finished, as when its process was killed, loses the key. */
  readonly leaseMs: number
  readonly now: () => number
}

export function createIdempotentRuns(store: Store, { seal, leaseMs, now }: IdempotentRunsOptions): IdempotentRuns {
  const running = new Map<string, Promise<void>>()

  async function execute(
    claim: IdempotencyRecord,
    work: (claim: IdempotencyRecord) => Promise<StoredReply | undefined>,
  ): Promise<void> {
    let reply: StoredReply | undefined
    try {
      reply = await work(claim)
    } finally {
      await (reply === undefined
        ? store.idempotency.release(claim)
        : store.idempotency.complete(claim, seal.seal(reply)))
      running.delete(claim.runId)
    }
  }

  return {
    async run({ keyId, idempotencyKey, fingerprint, signal }, work) {
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
        if (other === undefined) {
          throw new ApiError(409, 'Idempotency-Key: the first request is still running', { retryAfterSeconds: 1 })
        }
        await Promise.race([other, rejectOnAbort(signal)])
      }
    },
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
