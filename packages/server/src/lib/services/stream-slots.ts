import { ApiError } from '../api-error.ts'
import { rateLimited } from './request-rate.ts'

/** A stream that may be open. */
export interface StreamSlot {
  /** Aborts when the stream's key is revoked. */
  readonly revoked: AbortSignal
  /** Gives the slot back (again does nothing). */
  free(): void
}

/** Knows the open streams of each key. */
export interface StreamSlots {
  /** @throws {ApiError} 429 when the key has none left. */
  take(keyId: string): StreamSlot
  /** Keys with open streams. */
  listKeys(): readonly string[]
  /** Cuts the streams of a key that was revoked. */
  cut(keyId: string): void
}

export function createStreamSlots(maxConcurrentStreams: number): StreamSlots {
  const open = new Map<string, Set<AbortController>>()
  return {
    take(keyId) {
      const streams = open.get(keyId) ?? new Set()
      if (streams.size >= maxConcurrentStreams) {
        throw rateLimited(`${maxConcurrentStreams} streams are open already`, 5)
      }
      const controller = new AbortController()
      open.set(keyId, streams.add(controller))
      const free = () => {
        streams.delete(controller)
        if (streams.size === 0 && open.get(keyId) === streams) open.delete(keyId)
      }
      return { revoked: controller.signal, free }
    },
    listKeys: () => [...open.keys()],
    cut(keyId) {
      const reason = new ApiError(401, 'The API key was revoked')
      for (const controller of open.get(keyId) ?? []) controller.abort(reason)
    },
  }
}
