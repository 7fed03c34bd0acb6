import type { SlotKind, SlotTotal } from '../../store/store.ts'
import {
  type ConcurrencySlots,
  type ReleaseSlot,
  type SlotOwner,
  type SlotRequest,
  userSlotsPerKeySlot,
} from '../concurrency-slots.ts'

/** Creates concurrency slots that are counted in the memory of this process. */
export function createMemorySlots(): ConcurrencySlots {
  /** Totals of the slots of each user by kind and key. */
  const users = new Map<string, Map<string, SlotTotal>>()

  function change(kind: SlotKind, { userId, keyId }: SlotOwner, by: { count: number; held: bigint }): void {
    const totals = users.get(userId) ?? new Map<string, SlotTotal>()
    const id = `${kind} ${keyId}`
    const { count = 0, heldMicroKopecks = 0n } = totals.get(id) ?? {}
    const total = { kind, keyId, count: count + by.count, heldMicroKopecks: heldMicroKopecks + by.held }
    if (total.count === 0) totals.delete(id)
    else totals.set(id, total)
    if (totals.size === 0) users.delete(userId)
    else users.set(userId, totals)
  }

  function acquire(kind: SlotKind, request: SlotRequest): ReleaseSlot {
    const held = BigInt(request.heldMicroKopecks ?? 0)
    change(kind, request, { count: 1, held })
    let isHeld = true
    return async () => {
      if (isHeld) change(kind, request, { count: -1, held: 0n - held })
      isHeld = false
    }
  }

  const totals = ({ userId }: Pick<SlotOwner, 'userId'>) => [...(users.get(userId)?.values() ?? [])]
  const countByKey = (kind: SlotKind, { userId, keyId }: SlotOwner) =>
    users.get(userId)?.get(`${kind} ${keyId}`)?.count ?? 0
  const countByUser = (kind: SlotKind, owner: SlotOwner) =>
    totals(owner).reduce((sum, total) => sum + (total.kind === kind ? total.count : 0), 0)

  return {
    countByUser: async (kind, owner) => countByUser(kind, owner),
    countByKey: async (kind, owner) => countByKey(kind, owner),
    totals: async (owner) => totals(owner),
    acquire: async (kind, request) => acquire(kind, request),
    async tryAcquire(kind, owner, max) {
      const isFull = countByKey(kind, owner) >= max || countByUser(kind, owner) >= max * userSlotsPerKeySlot
      return isFull ? undefined : acquire(kind, owner)
    },
    close() {},
  }
}
