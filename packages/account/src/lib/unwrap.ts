import { isRecord } from '@mira/core/internal'

/** Returns the object inside a wrapper such as `{ data: {…} }`, or the body itself if it is not wrapped. */
export function unwrap(body: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return names.map((name) => body[name]).find(isRecord) ?? body
}
