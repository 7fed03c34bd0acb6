/** Creates an element. Texts are never parsed as HTML, since recordings contain what models and tools wrote. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const created = document.createElement(name)
  if (className) created.className = className
  created.append(...children)
  return created
}

/** Formats a value for reading: a text that is JSON as such, and any other as it is. */
export function formatValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value, null, 2) ?? ''
  if (!/^\s*[[{]/.test(value)) return value
  try {
    return JSON.stringify(JSON.parse(value), null, 2)
  } catch {
    return value
  }
}

/** Formats a duration in milliseconds. */
export function formatMs(ms: number | undefined): string {
  if (ms === undefined) return 'not ended'
  if (ms < 1_000) return `${Math.round(ms)} ms`
  return `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`
}
