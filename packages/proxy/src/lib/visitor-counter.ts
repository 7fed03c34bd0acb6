import type { VisitorLimits } from './proxy-options.ts'

/** Counts the requests and sockets of visitors. */
export interface VisitorCounter {
  /**
   * Counts a request.
   *
   * @returns Seconds to wait if the limit is reached, otherwise undefined.
   */
  call(visitor: string): number | undefined
  /**
   * Counts a socket.
   *
   * @returns A function that releases it; undefined if the limit is reached.
   */
  socket(visitor: string): (() => void) | undefined
}

const defaults: VisitorLimits = { requests: 60, windowMs: 60_000, sockets: 4 }

/**
 * Creates a counter; `false` disables the limits.
 *
 * @throws {RangeError} when a limit is not above 0.
 */
export function createVisitorCounter(limits: Partial<VisitorLimits> | false = {}): VisitorCounter {
  if (limits === false) return { call: () => undefined, socket: () => () => undefined }
  const { requests, windowMs, sockets } = { ...defaults, ...limits }
  for (const [name, value] of Object.entries({ requests, windowMs, sockets })) {
    if (!(value > 0)) throw new RangeError(`limits.${name} is ${value}; it must be above 0`)
  }
  let calls = new Map<string, number>()
  let windowEndsAt = 0
  const open = new Map<string, number>()

  return {
    call(visitor) {
      const now = Date.now()
      if (now >= windowEndsAt) {
        // One window for all visitors: the counts are cleared together, so the map cannot grow indefinitely.
        calls = new Map()
        windowEndsAt = now + windowMs
      }
      const count = calls.get(visitor) ?? 0
      if (count >= requests) return Math.ceil((windowEndsAt - now) / 1_000)
      calls.set(visitor, count + 1)
      return undefined
    },
    socket(visitor) {
      const count = open.get(visitor) ?? 0
      if (count >= sockets) return undefined
      open.set(visitor, count + 1)
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        const remaining = (open.get(visitor) ?? 1) - 1
        if (remaining === 0) open.delete(visitor)
        else open.set(visitor, remaining)
      }
    },
  }
}
