import { ApiError } from '../api-error.ts'

/** Counts the open streams of each key. */
export interface StreamSlots {
  /**
   * Takes a slot; the returned function gives it back (again does nothing).
   *
   * @throws {ApiError} 429 when the key has none left.
   */
  take(keyId: string): () => void
}

export function createStreamSlots(maxConcurrentStreams: number): StreamSlots {
  const open = new Map<string, number>()
  return {
    take(keyId) {
      const count = open.get(keyId) ?? 0
      if (count >= maxConcurrentStreams) {
        const detail = `Rate limit exceeded: ${maxConcurrentStreams} streams are open already. Retry after 5 seconds`
        throw new ApiError(429, detail, { retryAfterSeconds: 5 })
      }
      open.set(keyId, count + 1)
      let isTaken = true
      return () => {
        if (!isTaken) return
        isTaken = false
        const left = open.get(keyId)! - 1
        if (left === 0) open.delete(keyId)
        else open.set(keyId, left)
      }
    },
  }
}
