import { randomUUID } from 'node:crypto'
import type { Logger } from '../../logger.ts'
import type { SlotKind, Store } from '../../store/store.ts'
import {
  type ConcurrencySlots,
  type ReleaseSlot,
  type SlotOwner,
  type SlotRequest,
  userSlotsPerKeySlot,
} from '../concurrency-slots.ts'

/** Lease of a slot, in milliseconds; the slots of a crashed process expire after it. */
export const slotLeaseMs = 30_000

/** Options of {@link createStoredSlots}. */
export interface StoredSlotsOptions {
  readonly logger: Logger
  readonly now: () => number
}

/** Creates concurrency slots that all processes on the store share. */
export function createStoredSlots(store: Store, { logger, now }: StoredSlotsOptions): ConcurrencySlots {
  const holder = randomUUID()
  let held = 0
  const releases = new SlotReleases(store, logger)
  const expiry = () => now() + slotLeaseMs

  async function renew(): Promise<void> {
    if (held === 0 && releases.failed === 0) return
    await releases.retry()
    await store.limits.renewSlots(holder, expiry())
  }

  const timer = setInterval(() => {
    renew().catch((err) => logger.error({ err }, 'failed to renew the concurrency slots'))
  }, slotLeaseMs / 3).unref()

  async function acquire(kind: SlotKind, request: SlotRequest, within = store): Promise<ReleaseSlot> {
    const id = randomUUID()
    const { userId, keyId, heldMicroKopecks = 0 } = request
    await within.limits.acquireSlot({ id, holder, kind, userId, keyId, heldMicroKopecks, expiresAt: expiry() })
    held += 1
    let isHeld = true
    return async () => {
      if (!isHeld) return
      isHeld = false
      held -= 1
      await releases.release(id)
    }
  }

  const countByKey = (kind: SlotKind, { userId, keyId }: SlotOwner, within = store) =>
    within.limits.countSlots({ kind, userId, keyId }, now())

  const countByUser = (kind: SlotKind, { userId }: SlotOwner, within = store) =>
    within.limits.countSlots({ kind, userId }, now())

  return {
    countByUser,
    countByKey,
    totals: ({ userId }, within = store) => within.limits.totalSlots(userId, now()),
    acquire,
    tryAcquire: (kind, owner, max) =>
      store.transaction(async (inner) => {
        await inner.limits.lock(`${kind} of ${owner.userId}`, now())
        const isFull =
          (await countByKey(kind, owner, inner)) >= max ||
          (await countByUser(kind, owner, inner)) >= max * userSlotsPerKeySlot
        return isFull ? undefined : acquire(kind, owner, inner)
      }),
    close: () => clearInterval(timer),
  }
}

/** Releases slots. A release that fails is retried later. */
class SlotReleases {
  readonly #store: Store
  readonly #logger: Logger
  readonly #failed = new Set<string>()

  constructor(store: Store, logger: Logger) {
    this.#store = store
    this.#logger = logger
  }

  /** Number of slots that are still to be released. */
  get failed(): number {
    return this.#failed.size
  }

  async release(id: string): Promise<void> {
    this.#failed.add(id)
    try {
      await this.#store.limits.releaseSlot(id)
      this.#failed.delete(id)
    } catch (err) {
      this.#logger.error({ err }, 'failed to release a concurrency slot; will retry')
    }
  }

  async retry(): Promise<void> {
    for (const id of [...this.#failed]) await this.release(id)
  }
}
