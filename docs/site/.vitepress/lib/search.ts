/**
 * Weight of a page in search results: guides first, then the reference, decision records last.
 *
 * The function is serialized into the page, and so uses nothing from outside of it.
 *
 * @param id - Path of a section, such as `/guide/chat#streaming`.
 */
export function boostDocument(id: string): number {
  if (id.startsWith('/guide/')) return 2
  if (id.startsWith('/decisions/')) return 0.25
  return id.startsWith('/reference/') ? 0.5 : 1
}
