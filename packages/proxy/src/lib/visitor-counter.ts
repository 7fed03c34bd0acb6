import type { VisitorLimits } from './proxy-options.ts'

/** Counts what visitors ask for. */
export interface VisitorCounter {
  /** Counts a call. @returns Seconds to wait when there is no room for it; else undefined. */
  call(visitor: string): number | undefined
  /** Counts a socket. @returns What takes it off again; undefined when there is no room for it. */
  socket(visitor: string): (() => void) | undefined
}

const defaults: VisitorLimits = { requests: 60, windowMs: 60_000, sockets: 4 }

/** @throws {RangeError} for a limit that is not above 0. */
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
        // One window for all: the count of visitors is forgotten whole, and cannot grow without end.
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
        const left = (open.get(visitor) ?? 1) - 1
        if (left === 0) open.delete(visitor)
        else open.set(visitor, left)
      }
    },
  }
}
