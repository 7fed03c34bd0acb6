import { randomUUID } from 'node:crypto'
import type { Logger } from '../../logger.ts'
import type { PlaceKind, Store } from '../../store/store.ts'
import type { LeavePlace, PlaceOwner, Places } from '../places.ts'

/** Lease of a slot, in milliseconds; the slots of a crashed process expire after it. */
export const placeLifetimeMs = 30_000

/** Options of {@link createStoredPlaces}. */
export interface StoredPlacesOptions {
  readonly logger: Logger
  readonly now: () => number
}

/** Creates concurrency slots that all processes on the store share. */
export function createStoredPlaces(store: Store, { logger, now }: StoredPlacesOptions): Places {
  const holder = randomUUID()
  let taken = 0
  /** Slots whose release failed and is retried. */
  const stragglers = new Set<string>()
  const expiry = () => now() + placeLifetimeMs

  async function leave(id: string): Promise<void> {
    stragglers.add(id)
    try {
      await store.limits.leave(id)
      stragglers.delete(id)
    } catch (err) {
      logger.error({ err }, 'a place could not be given back; it is tried again')
    }
  }

  async function renew(): Promise<void> {
    if (taken === 0 && stragglers.size === 0) return
    for (const id of [...stragglers]) await leave(id)
    await store.limits.renew(holder, expiry())
  }

  const timer = setInterval(() => {
    renew().catch((err) => logger.error({ err }, 'places could not be renewed'))
  }, placeLifetimeMs / 3).unref()

  async function enter(kind: PlaceKind, { userId, keyId }: PlaceOwner, within: Store): Promise<LeavePlace> {
    const id = randomUUID()
    await within.limits.enter({ id, holder, kind, userId, keyId, expiresAt: expiry() })
    taken += 1
    let isIn = true
    return async () => {
      if (!isIn) return
      isIn = false
      taken -= 1
      await leave(id)
    }
  }

  const ofKey = (kind: PlaceKind, { userId, keyId }: PlaceOwner, within: Store) =>
    within.limits.countPlaces({ kind, userId, keyId }, now())

  return {
    ofUser: (kind, { userId }, within = store) => within.limits.countPlaces({ kind, userId }, now()),
    ofKey: (kind, owner, within = store) => ofKey(kind, owner, within),
    enter: (kind, owner, within = store) => enter(kind, owner, within),
    enterWithin: (kind, owner, most) =>
      store.transaction(async (inner) => {
        await inner.limits.lock(`${kind} of ${owner.keyId}`, now())
        return (await ofKey(kind, owner, inner)) < most ? enter(kind, owner, inner) : undefined
      }),
    close: () => clearInterval(timer),
  }
}
