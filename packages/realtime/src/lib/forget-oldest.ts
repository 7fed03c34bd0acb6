/** Makes room in what is remembered: above `max` entries the oldest goes. */
export function forgetOldest(entries: Map<string, unknown> | Set<string>, max: number): void {
  if (entries.size > max) entries.delete(entries.keys().next().value as string)
}
