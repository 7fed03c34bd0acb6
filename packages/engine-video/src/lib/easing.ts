/** Clamps a number to a range. */
export function clamp(value: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, value))
}

/** Eases a progress from 0 to 1 in and out. */
export function ease(progress: number): number {
  const p = clamp(progress)
  return p * p * (3 - 2 * p)
}

/** Interpolates linearly between two numbers. */
export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share
}

/** Returns a sine oscillation between -1 and 1, `hertz` times per second. `phase` is in turns; 0 starts at 0. */
export function swing(seconds: number, hertz: number, phase = 0): number {
  return Math.sin((seconds * hertz + phase) * 2 * Math.PI)
}

/** Returns `value` modulo `length`, never negative: for positions that wrap around. */
export function wrap(value: number, length = 1): number {
  return value - Math.floor(value / length) * length
}
