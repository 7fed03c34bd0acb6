import { ApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { parseItemId } from '../wire/ids.ts'
import type { ResponseBody } from '../wire/response.ts'
import type { InputItem, ResponseRequestBody, WholeItem } from '../wire/response-request.ts'

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
  return Promise.all(input.map((item, index) => resolveItem(context, call, { item, index })))
}

async function resolveItem(
  { store }: Pick<ServerContext, 'store'>,
  { principal }: Call,
  { item, index }: { readonly item: InputItem; readonly index: number },
): Promise<WholeItem> {
  if (item.type !== 'item_reference') return item
  const position = parseItemId(item.id)
  const stored = position && (await store.responses.find(position.responseId, principal.keyId))
  const output = stored && (JSON.parse(stored.body) as ResponseBody).output[position.outputIndex]
  if (output?.id === item.id) return output
  const detail = `input[${index}].id: item ${JSON.stringify(item.id)} was not found; send the item itself, or store responses`
  throw new ApiError(400, detail, { code: 'item_not_found', param: `input[${index}].id` })
}
