import { parseJson } from './json.ts'

const keyPattern = /sk-mira-[\w-]+/g

/** Replaces the value of a field, such as `(name, value) => (name === 'password' ? '[masked]' : value)`. */
export type Redact = (name: string, value: unknown) => unknown

/** Options of {@link maskJson}. */
export interface MaskOptions {
  /** Strings to remove, in addition to every `sk-mira-…` key. */
  readonly secrets?: readonly string[] | undefined
  /** Called for every field of an object, also in JSON within strings, before its value is masked. */
  readonly redact?: Redact | undefined
}

/** Depth to which values are masked, and below which they are omitted. */
const maxDepth = 64

/**
 * Returns a JSON value without secrets. Strings that are JSON, such as the arguments of a tool call, are masked as the
 * values they stand for, since escapes may hide a secret; they are otherwise unchanged.
 */
export function maskJson(value: unknown, options: MaskOptions, depth = 0): unknown {
  if (depth > maxDepth) return '…'
  if (typeof value === 'string') return maskText(value, options, depth)
  if (Array.isArray(value)) return value.map((item) => maskJson(item, options, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  const { secrets, redact: replace = keep } = options
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [removeSecrets(name, secrets), maskJson(replace(name, item), options, depth + 1)]),
  )
}

const keep: Redact = (_, value) => value

function maskText(text: string, options: MaskOptions, depth: number): string {
  const inner = /^\s*[[{"]/.test(text) ? parseJson(text) : undefined
  const masked = inner === undefined ? undefined : maskJson(inner, options, depth + 1)
  const isChanged = inner !== undefined && JSON.stringify(masked) !== JSON.stringify(inner)
  return removeSecrets(isChanged ? JSON.stringify(masked) : text, options.secrets)
}

/** Removes keys entirely, so that a replay with another key has the same text. */
function removeSecrets(text: string, secrets: readonly string[] = []): string {
  let clean = text
  for (const secret of secrets) if (secret !== '') clean = clean.replaceAll(secret, '[redacted]')
  return clean.replace(keyPattern, '[redacted]')
}
