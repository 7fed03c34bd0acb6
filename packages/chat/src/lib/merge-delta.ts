const maxDepth = 32

/** How the strings of a delta are combined with earlier ones. */
export type StringRule = 'append' | 'replace'

/** String fields that identify a value and are repeated rather than continued. */
const constantFields: readonly string[] = ['id', 'type', 'role', 'name', 'index', 'format', 'object', 'status']

/**
 * Combines a field of a delta with its value so far, which is modified: lists are appended, their items merged if they
 * have an `index`; objects are merged; strings are appended or replaced. Any other value replaces the earlier one, and
 * `null` changes nothing.
 *
 * @returns The combined value; a copy of `value` if there was none.
 */
export function mergeDelta(before: unknown, value: unknown, rule: StringRule, depth = 0): unknown {
  if (value == null) return before
  if (typeof value !== 'object') {
    return rule === 'append' && typeof value === 'string' && typeof before === 'string' ? before + value : value
  }
  if (depth > maxDepth) return value
  if (Array.isArray(value)) return mergeList(Array.isArray(before) ? before : [], value, rule, depth)
  const target: object = typeof before === 'object' && before !== null ? before : {}
  for (const [name, item] of Object.entries(value)) {
    const earlier = Object.getOwnPropertyDescriptor(target, name)?.value
    if (item === '' && earlier) continue
    const merged = mergeDelta(earlier, item, constantFields.includes(name) ? 'replace' : rule, depth + 1)
    // Defined, because assigning `__proto__` would replace the prototype.
    Object.defineProperty(target, name, { value: merged ?? null, enumerable: true, configurable: true, writable: true })
  }
  return target
}

function mergeList(target: unknown[], items: readonly unknown[], rule: StringRule, depth: number): unknown[] {
  for (const item of items) {
    const index = (item as { index?: unknown } | null)?.index
    const position = typeof index === 'number' ? target.findIndex((earlier) => hasIndex(earlier, index)) : -1
    if (position < 0) target.push(mergeDelta(undefined, item, rule, depth + 1) ?? item)
    else target[position] = mergeDelta(target[position], item, rule, depth + 1)
  }
  return target
}

const hasIndex = (item: unknown, index: number): boolean => (item as { index?: unknown } | null)?.index === index
