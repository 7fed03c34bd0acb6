import { defineField } from './define-field.ts'

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
  if (typeof before !== 'object' || before === null) return copyFields(value, rule, depth)
  const target = before as Record<string, unknown>
  const source = value as Readonly<Record<string, unknown>>
  for (const name in source) {
    const item = source[name]
    const earlier = Object.hasOwn(target, name) ? target[name] : undefined
    if (item === '' && earlier) continue
    const merged = mergeDelta(earlier, item, constantFields.includes(name) ? 'replace' : rule, depth + 1) ?? null
    if (name === '__proto__') defineField(target, name, merged)
    else if (merged !== earlier) target[name] = merged
  }
  return target
}

function mergeList(target: unknown[], items: readonly unknown[], rule: StringRule, depth: number): unknown[] {
  for (const item of items) {
    const index = (item as { index?: unknown } | null)?.index
    // Items without an index are never modified later, and may be as many as the tokens: they are not copied.
    if (typeof index !== 'number') target.push(item)
    else {
      const position = target.findIndex((earlier) => (earlier as { index?: unknown } | null)?.index === index)
      const merged = mergeDelta(target[position], item, rule, depth + 1)
      if (position < 0) target.push(merged)
      else target[position] = merged
    }
  }
  return target
}

/** Copies a record that has no earlier value; most are seen only once. */
function copyFields(value: object, rule: StringRule, depth: number): object {
  // Spreading makes even a field named `__proto__` an own one, which can then be assigned.
  const copy: Record<string, unknown> = { ...value }
  for (const name in copy) {
    if (typeof copy[name] === 'object') copy[name] = mergeDelta(undefined, copy[name], rule, depth + 1) ?? null
  }
  return copy
}
