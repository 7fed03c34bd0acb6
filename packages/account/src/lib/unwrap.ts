/** Returns the object inside a wrapper such as `{ data: {…} }`, or the body itself if it is not wrapped. */
export function unwrap(body: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const inner = names.map((name) => body[name]).find((value) => isObject(value))
  return (inner as Record<string, unknown> | undefined) ?? body
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
