/**
 * Adds the usage of two requests: numbers are summed at any depth, any other value is taken from the later one. All
 * fields become own properties, including `__proto__`.
 */
export function addUsage<Usage extends object>(before: Usage | undefined, later: Usage | undefined): Usage | undefined {
  if (!before || !later) return later ?? before
  const earlier = new Map(Object.entries(before))
  const sums = Object.entries(later).map(([name, value]) => [name, add(earlier.get(name), value)])
  return { ...before, ...Object.fromEntries(sums) }
}

function add(before: unknown, later: unknown): unknown {
  if (typeof before === 'number' && typeof later === 'number') return before + later
  if (isRecord(before) && isRecord(later)) return addUsage(before, later)
  return later ?? before
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null
