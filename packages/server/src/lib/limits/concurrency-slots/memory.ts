import type { SlotKind } from '../../store/store.ts'
import type { ConcurrencySlots, ReleaseSlot, SlotOwner } from '../concurrency-slots.ts'

/** Creates concurrency slots that are counted in the memory of this process. */
export function createMemorySlots(): ConcurrencySlots {
  const users = new Map<string, number>()
  const keys = new Map<string, number>()

  function acquire(kind: SlotKind, { userId, keyId }: SlotOwner): ReleaseSlot {
    const change = (by: 1 | -1) => {
      add(users, `${kind} ${userId}`, by)
      add(keys, `${kind} ${keyId}`, by)
    }
    change(1)
    let isHeld = true
    return async () => {
      if (isHeld) change(-1)
      isHeld = false
    }
  }

  const countByKey = (kind: SlotKind, { keyId }: SlotOwner) => keys.get(`${kind} ${keyId}`) ?? 0

  return {
    countByUser: async (kind, { userId }) => users.get(`${kind} ${userId}`) ?? 0,
    countByKey: async (kind, owner) => countByKey(kind, owner),
    acquire: async (kind, owner) => acquire(kind, owner),
    tryAcquire: async (kind, owner, max) => (countByKey(kind, owner) < max ? acquire(kind, owner) : undefined),
    close() {},
  }
}

function add(counts: Map<string, number>, id: string, change: 1 | -1): void {
  const count = (counts.get(id) ?? 0) + change
  if (count === 0) counts.delete(id)
  else counts.set(id, count)
}
