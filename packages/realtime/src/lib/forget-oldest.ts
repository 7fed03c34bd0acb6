/** Removes the oldest entry if there are more than `max`. */
export function forgetOldest(entries: Map<string, unknown> | Set<string>, max: number): void {
  if (entries.size > max) entries.delete(entries.keys().next().value as string)
}
