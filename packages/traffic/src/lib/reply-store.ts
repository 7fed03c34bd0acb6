/** Where replies are stored. May be shared by several processes; values are text. */
export interface ReplyStore {
  /** Returns the value of a key; a failure counts as a miss. */
  get(key: string): string | null | undefined | Promise<string | null | undefined>
  /** Stores a value for at least as long as it is useful, in milliseconds; a failure is ignored. */
  set(key: string, value: string, ttlMs: number): unknown
}

/** Bounds of {@link createMemoryStore}. */
export interface MemoryBounds {
  readonly maxEntries: number
  readonly maxBytes: number
}

/** Creates a store in memory, from which the entry that has not been used for longest is removed first. */
export function createMemoryStore({ maxEntries, maxBytes }: MemoryBounds): ReplyStore {
  const entries = new Map<string, string>()
  let bytes = 0
  // Strings take up to two bytes a character.
  const sizeOf = (key: string, value: string): number => 2 * (key.length + value.length)
  const remove = (key: string): void => {
    const value = entries.get(key)
    if (value === undefined) return
    entries.delete(key)
    bytes -= sizeOf(key, value)
  }
  return {
    get(key) {
      const value = entries.get(key)
      if (value === undefined) return undefined
      entries.delete(key)
      entries.set(key, value)
      return value
    },
    set(key, value) {
      remove(key)
      const size = sizeOf(key, value)
      if (size > maxBytes) return
      entries.set(key, value)
      bytes += size
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries && bytes <= maxBytes) return
        remove(oldest)
      }
    },
  }
}
