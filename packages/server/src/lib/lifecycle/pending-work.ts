/** Background work that outlives its response and that shutdown waits for. */
export interface PendingWork {
  /** Adds a promise; its rejection is ignored. */
  add(work: Promise<unknown>): void
  /** Resolves when all work is done, or after `timeoutMs`. */
  settled(timeoutMs: number): Promise<void>
}

/** Creates an empty set of pending work. */
export function createPendingWork(): PendingWork {
  const pending = new Set<Promise<unknown>>()
  return {
    add(work) {
      const tracked = work.catch(() => undefined).finally(() => pending.delete(tracked))
      pending.add(tracked)
    },
    async settled(timeoutMs) {
      let timer: NodeJS.Timeout | undefined
      const timeout = new Promise((resolve) => {
        timer = setTimeout(resolve, timeoutMs)
      })
      await Promise.race([Promise.all(pending), timeout])
      clearTimeout(timer)
    },
  }
}
