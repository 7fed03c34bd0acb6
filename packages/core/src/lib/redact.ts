const maxDepth = 64
const keyPattern = /sk-mira-[\w-]+/g

/**
 * Redacts API keys from text: any `sk-mira-…` is reduced to at most its first 16 characters, and the given secrets are
 * removed entirely.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of secrets) if (secret.length > 3) clean = clean.replaceAll(secret, '[redacted]')
  return clean.replace(keyPattern, (key) => (key.length > 24 ? `${key.slice(0, 16)}…[redacted]` : '[redacted]'))
}

/** Redacts every string in a JSON value, including names; values nested deeper than 64 levels are omitted. */
export function redactJson(value: unknown, secrets: readonly string[] = [], depth = 0): unknown {
  if (depth > maxDepth) return '…'
  if (typeof value === 'string') return redact(value, secrets)
  if (Array.isArray(value)) return value.map((item) => redactJson(item, secrets, depth + 1))
  if (!(value instanceof Object)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [redact(name, secrets), redactJson(item, secrets, depth + 1)]),
  )
}
