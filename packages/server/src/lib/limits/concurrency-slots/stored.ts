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
  /** Slots whose release failed and is retried. */
  const unreleased = new Set<string>()
  const expiry = () => now() + slotLeaseMs

  async function release(id: string): Promise<void> {
    unreleased.add(id)
    try {
      await store.limits.releaseSlot(id)
      unreleased.delete(id)
    } catch (err) {
      logger.error({ err }, 'failed to release a concurrency slot; will retry')
    }
  }

  async function renew(): Promise<void> {
    if (held === 0 && unreleased.size === 0) return
    for (const id of [...unreleased]) await release(id)
    await store.limits.renewSlots(holder, expiry())
  }

  const timer = setInterval(() => {
    renew().catch((err) => logger.error({ err }, 'failed to renew the concurrency slots'))
  }, slotLeaseMs / 3).unref()

  async function acquire(kind: SlotKind, request: SlotRequest, within: Store): Promise<ReleaseSlot> {
    const id = randomUUID()
    const { userId, keyId, heldMicroKopecks = 0 } = request
    await within.limits.acquireSlot({ id, holder, kind, userId, keyId, heldMicroKopecks, expiresAt: expiry() })
    held += 1
    let isHeld = true
    return async () => {
      if (!isHeld) return
      isHeld = false
      held -= 1
      await release(id)
    }
  }

  const countByKey = (kind: SlotKind, { userId, keyId }: SlotOwner, within: Store) =>
    within.limits.countSlots({ kind, userId, keyId }, now())

  const countByUser = (kind: SlotKind, { userId }: SlotOwner, within: Store) =>
    within.limits.countSlots({ kind, userId }, now())

  return {
    countByUser: (kind, owner, within = store) => countByUser(kind, owner, within),
    countByKey: (kind, owner, within = store) => countByKey(kind, owner, within),
    totals: ({ userId }, within = store) => within.limits.totalSlots(userId, now()),
    acquire: (kind, owner, within = store) => acquire(kind, owner, within),
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
