/** Writes the fields of a tool's JSON result as lines of `name: value`, which extraction reads like any text. */
export function labelResult(content: string): string {
  try {
    const value: unknown = JSON.parse(content)
    if (typeof value !== 'object' || value === null) return content
    return Object.entries(value)
      .map(([key, entry]) => `${key}: ${typeof entry === 'object' ? JSON.stringify(entry) : entry}`)
      .join('\n')
  } catch {
    return content
  }
}
