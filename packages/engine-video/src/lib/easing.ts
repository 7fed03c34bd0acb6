/** A number kept between two others. */
export function clamp(value: number, low = 0, high = 1): number {
  return Math.min(high, Math.max(low, value))
}

/** From 0 to 1 with a gentle start and a gentle stop. */
export function ease(progress: number): number {
  const p = clamp(progress)
  return p * p * (3 - 2 * p)
}

/** The number at a share of the way between two others. */
export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share
}

/** A swing between -1 and 1, `hertz` times a second, that is 0 at the beginning when `phase` (in turns) is 0. */
export function swing(seconds: number, hertz: number, phase = 0): number {
  return Math.sin((seconds * hertz + phase) * 2 * Math.PI)
}

/** The part of a number after its whole multiples of `length`, never negative: where a thing is that comes round again. */
export function wrap(value: number, length = 1): number {
  return value - Math.floor(value / length) * length
}
