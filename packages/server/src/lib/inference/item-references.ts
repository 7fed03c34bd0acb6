import { ApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { parseItemId } from '../wire/ids.ts'
import type { ResponseInputItem } from '../wire/input-items.ts'
import type { ResponseBody } from '../wire/response.ts'
import type { ResponseRequestBody, WholeItem } from '../wire/response-request.ts'

/**
 * Replaces the item references of an input by the items, which are those of stored responses of the key.
 *
 * @throws {ApiError} 400 when the key has no such item.
 */
export async function resolveReferences(
  context: Pick<ServerContext, 'store'>,
  call: Call,
  input: ResponseRequestBody['input'],
): Promise<string | WholeItem[]> {
  if (typeof input === 'string') return input
  const { keyId } = call.principal
  const known = new Map<string, ReadonlyMap<string, WholeItem>>()
  const items: WholeItem[] = []
  // One after the other, and each response once: a body may contain a million references.
  for (const [index, item] of input.entries()) {
    if (item.type !== 'item_reference') {
      items.push(item)
      continue
    }
    const responseId = parseItemId(item.id) ?? rejectReference(item, index)
    const found = known.get(responseId) ?? (await listItems(context, responseId, keyId))
    known.set(responseId, found)
    items.push(found.get(item.id) ?? rejectReference(item, index))
  }
  return items
}

/** Lists the items of a stored response by their ids: its input, and its output once it has settled. */
async function listItems(
  { store }: Pick<ServerContext, 'store'>,
  responseId: string,
  keyId: string,
): Promise<ReadonlyMap<string, WholeItem>> {
  const stored = await store.responses.find(responseId, keyId)
  if (stored === undefined) return new Map()
  const input = JSON.parse(stored.input ?? '[]') as ResponseInputItem[]
  const output = stored.leaseExpiresAt === null ? (JSON.parse(stored.body) as ResponseBody).output : []
  return new Map([...input, ...output].map((item) => [item.id, item]))
}

function rejectReference({ id }: { readonly id: string }, index: number): never {
  const param = `input[${index}].id`
  const detail = `${param}: item ${JSON.stringify(id)} was not found; send the item itself, or store responses`
  throw new ApiError(400, detail, { code: 'item_not_found', param })
}
