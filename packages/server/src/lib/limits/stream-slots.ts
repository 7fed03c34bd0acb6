import { ApiError } from '../api-error.ts'
import { type ConcurrencySlots, type SlotOwner, userSlotsPerKeySlot } from './concurrency-slots.ts'
import { rateLimited } from './request-rate.ts'

/** Slot of an open stream. */
export interface StreamSlot {
  /** Aborts when the stream's key is revoked. */
  readonly revoked: AbortSignal
  /** Releases the slot. Idempotent. */
  release(): Promise<void>
}

/** Open streams by API key, within limits per key and per user. */
export interface StreamSlots {
  /**
   * Acquires a slot.
   *
   * @throws {ApiError} 429 when the key, or its user, has no free slot.
   */
  acquire(owner: SlotOwner): Promise<StreamSlot>
  /** Returns the ids of keys with open streams in this process. */
  listKeys(): readonly string[]
  /** Returns the number of open streams in this process. */
  count(): number
  /** Aborts the streams of a revoked key in this process. */
  abortKey(keyId: string): void
}

/**
 * Creates the stream slots of a server.
 *
 * @param maxConcurrentStreams - Maximum open streams per key; all keys of a user may have {@link userSlotsPerKeySlot}
 * times as many.
 */
export function createStreamSlots(maxConcurrentStreams: number, slots: ConcurrencySlots): StreamSlots {
  const open = new Map<string, Set<AbortController>>()
  return {
    async acquire(owner) {
      const { keyId } = owner
      const releaseSlot = await slots.tryAcquire('stream', owner, maxConcurrentStreams)
      if (releaseSlot === undefined) {
        const ofUser = `${maxConcurrentStreams * userSlotsPerKeySlot} of all keys`
        throw rateLimited(`${maxConcurrentStreams} streams, or ${ofUser}, are already open`, 5)
      }
      const streams = open.get(keyId) ?? new Set()
      const controller = new AbortController()
      open.set(keyId, streams.add(controller))
      const release = () => {
        streams.delete(controller)
        if (streams.size === 0 && open.get(keyId) === streams) open.delete(keyId)
        return releaseSlot()
      }
      return { revoked: controller.signal, release }
    },
    listKeys: () => [...open.keys()],
    count: () => [...open.values()].reduce((sum, { size }) => sum + size, 0),
    abortKey(keyId) {
      const reason = new ApiError(401, 'The API key was revoked')
      for (const controller of open.get(keyId) ?? []) controller.abort(reason)
    },
  }
}
