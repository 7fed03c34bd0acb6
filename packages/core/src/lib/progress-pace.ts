/** Minimum interval between progress events, in milliseconds. */
const paceMs = 100

/** Creates a throttle that returns whether a progress event is due: on the first call, then at most every 100 ms. */
export function createPace(): () => boolean {
  let lastAtMs = Number.NEGATIVE_INFINITY
  return () => {
    const nowMs = performance.now()
    if (nowMs - lastAtMs < paceMs) return false
    lastAtMs = nowMs
    return true
  }
}
