import type { ReadContext } from '@mira/core'
import { readObject } from '@mira/core'

type RawReply = Parameters<typeof readObject>[0]

/** Reads a list that is bare or in one of the named fields of an object; a missing list is empty. */
export async function readList<Item>(
  raw: RawReply,
  context: ReadContext,
  names: readonly string[],
): Promise<readonly Item[]> {
  const body = await readObject<Record<string, unknown>>(raw, context)
  if (Array.isArray(body)) return body
  return (names.map((name) => body[name]).find(Array.isArray) as Item[] | undefined) ?? []
}
