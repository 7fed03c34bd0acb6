import { runInNewContext } from 'node:vm'

const timeoutMs = 50

/**
 * First match of a pattern that came with a request; one that backtracks without end is cut off, and matches nothing.
 *
 * @param whole Whether the pattern must hold for the text as it stands, rather than for a part of it.
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
