import type { PlaceKind } from '../../store/store.ts'
import type { LeavePlace, PlaceOwner, Places } from '../places.ts'

/** Creates concurrency slots that are counted in the memory of this process. */
export function createMemoryPlaces(): Places {
  const users = new Map<string, number>()
  const keys = new Map<string, number>()

  function enter(kind: PlaceKind, { userId, keyId }: PlaceOwner): LeavePlace {
    const change = (by: 1 | -1) => {
      add(users, `${kind} ${userId}`, by)
      add(keys, `${kind} ${keyId}`, by)
    }
    change(1)
    let isIn = true
    return async () => {
      if (isIn) change(-1)
      isIn = false
    }
  }

  const ofKey = (kind: PlaceKind, { keyId }: PlaceOwner) => keys.get(`${kind} ${keyId}`) ?? 0

  return {
    ofUser: async (kind, { userId }) => users.get(`${kind} ${userId}`) ?? 0,
    ofKey: async (kind, owner) => ofKey(kind, owner),
    enter: async (kind, owner) => enter(kind, owner),
    enterWithin: async (kind, owner, most) => (ofKey(kind, owner) < most ? enter(kind, owner) : undefined),
    close() {},
  }
}

function add(counts: Map<string, number>, id: string, change: 1 | -1): void {
  const count = (counts.get(id) ?? 0) + change
  if (count === 0) counts.delete(id)
  else counts.set(id, count)
}
