/** Work that goes on after its answer, and that a server that stops waits for. */
export interface PendingWork {
  add(work: Promise<unknown>): void
  /** Waits until all is done, but no longer than told. */
  settled(timeoutMs: number): Promise<void>
}

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
