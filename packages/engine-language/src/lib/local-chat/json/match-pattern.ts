import { runInNewContext } from 'node:vm'

const timeoutMs = 50

/**
 * Returns the first match of a pattern from a request. A pattern with catastrophic backtracking is aborted and matches
 * nothing.
 *
 * @param whole - Whether the pattern must match the whole text rather than a part of it.
 */
export function matchPattern(pattern: string, text: string, whole = true): string | undefined {
  const source = whole ? pattern : pattern.replace(/^\^|\$$/g, '')
  try {
    const found = runInNewContext(
      'new RegExp(source, "u").exec(text)?.[0]',
      { source, text },
      { timeout: timeoutMs },
    ) as unknown
    return typeof found === 'string' ? (whole ? text : found) : undefined
  } catch {
    return undefined
  }
}
