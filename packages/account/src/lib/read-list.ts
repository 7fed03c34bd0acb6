import type { RawReply, ReadContext } from '@mira/core'
import { readReply } from '@mira/core/internal'

/**
 * Reads a list that is bare or in one of the named fields of an object;
 * a missing list is empty.
 *
 * @throws {MiraError} the error that the body reports instead of a list.
 */
export async function readList<Item>(
  raw: RawReply,
  context: ReadContext,
  names: readonly string[],
): Promise<readonly Item[]> {
  const findList = (body: Record<string, unknown>): unknown =>
    [body, ...names.map((name) => body[name])].find(Array.isArray)
  return (findList(await readReply(raw, context, findList)) as Item[] | undefined) ?? []
}
