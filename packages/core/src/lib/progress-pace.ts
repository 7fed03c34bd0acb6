/** Shortest time between two progress events, in milliseconds. */
const paceMs = 100

/** Makes a function that says whether a progress event is due: at first, and then ten times a second at most. */
export function createPace(): () => boolean {
  let lastAtMs = Number.NEGATIVE_INFINITY
  return () => {
    const nowMs = performance.now()
    if (nowMs - lastAtMs < paceMs) return false
    lastAtMs = nowMs
    return true
  }
}
