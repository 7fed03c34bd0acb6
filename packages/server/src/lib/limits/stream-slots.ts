import { ApiError } from '../api-error.ts'
import type { PlaceOwner, Places } from './places.ts'
import { rateLimited } from './request-rate.ts'

/** Slot of an open stream. */
export interface StreamSlot {
  /** Aborts when the stream's key is revoked. */
  readonly revoked: AbortSignal
  /** Releases the slot. Idempotent. */
  free(): Promise<void>
}

/** Open streams by API key. */
export interface StreamSlots {
  /**
   * Acquires a slot.
   *
   * @throws {ApiError} 429 when the key has no free slot.
   */
  take(owner: PlaceOwner): Promise<StreamSlot>
  /** Returns the ids of keys with open streams in this process. */
  listKeys(): readonly string[]
  /** Returns the number of open streams in this process. */
  count(): number
  /** Aborts the streams of a revoked key in this process. */
  cut(keyId: string): void
}

/**
 * Creates the stream slots of a server.
 *
 * @param maxConcurrentStreams - Maximum open streams per key.
 */
export function createStreamSlots(maxConcurrentStreams: number, places: Places): StreamSlots {
  const open = new Map<string, Set<AbortController>>()
  return {
    async take(owner) {
      const { keyId } = owner
      const leave = await places.enterWithin('stream', owner, maxConcurrentStreams)
      if (leave === undefined) throw rateLimited(`${maxConcurrentStreams} streams are open already`, 5)
      const streams = open.get(keyId) ?? new Set()
      const controller = new AbortController()
      open.set(keyId, streams.add(controller))
      const free = () => {
        streams.delete(controller)
        if (streams.size === 0 && open.get(keyId) === streams) open.delete(keyId)
        return leave()
      }
      return { revoked: controller.signal, free }
    },
    listKeys: () => [...open.keys()],
    count: () => [...open.values()].reduce((sum, { size }) => sum + size, 0),
    cut(keyId) {
      const reason = new ApiError(401, 'The API key was revoked')
      for (const controller of open.get(keyId) ?? []) controller.abort(reason)
    },
  }
}
