import { isRecord } from '@mira/core/internal'

const maxShown = 80
const maxBefore = 20

/**
 * Returns where two JSON values differ first and how, or `undefined` if they are equal.
 *
 * @param cut - Paths of texts of which the recorded value is only the beginning.
 */
export function findDifference(
  recorded: unknown,
  current: unknown,
  { path, cut }: { readonly path: string; readonly cut: ReadonlySet<string> },
): string | undefined {
  if (Object.is(recorded, current)) return undefined
  if (Array.isArray(recorded) && Array.isArray(current)) {
    const length = Math.max(recorded.length, current.length)
    return firstOf(
      Array.from({ length }, (_, index) => index),
      (index) => findDifference(recorded[index], current[index], { path: `${path}[${index}]`, cut }),
    )
  }
  if (isRecord(recorded) && isRecord(current)) {
    return firstOf([...new Set([...Object.keys(recorded), ...Object.keys(current)])], (name) =>
      findDifference(own(recorded, name), own(current, name), { path: path ? `${path}.${name}` : name, cut }),
    )
  }
  if (cut.has(path) && typeof recorded === 'string' && typeof current === 'string') {
    if (current.startsWith(recorded.slice(0, recorded.lastIndexOf('… [')))) return undefined
  }
  const from = firstDifference(recorded, current)
  return `${path} differs: recorded ${show(recorded, from)}, now ${show(current, from)}`
}

const own = (value: object, name: string): unknown =>
  Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined

function firstOf<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** Returns the index at which two texts differ; 0 for other values. */
function firstDifference(recorded: unknown, current: unknown): number {
  if (typeof recorded !== 'string' || typeof current !== 'string') return 0
  let index = 0
  while (recorded[index] === current[index]) index += 1
  return index
}

/** Shows a value, a long text from shortly before an index. */
function show(value: unknown, from: number): string {
  if (value === undefined) return 'nothing'
  const start = typeof value === 'string' && value.length > maxShown ? Math.max(0, from - maxBefore) : 0
  const text = typeof value === 'string' ? value.slice(start, start + maxShown) : JSON.stringify(value)
  const isShortened = typeof value === 'string' ? start + maxShown < value.length : text.length > maxShown
  const shown = typeof value === 'string' ? JSON.stringify(text) : text.slice(0, maxShown)
  return `${start > 0 ? '…' : ''}${shown}${isShortened ? '…' : ''}`
}
