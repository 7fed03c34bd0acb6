import { ApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { parseItemId } from '../wire/ids.ts'
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
  const outputs = new Map<string, ResponseBody['output']>()
  const items: WholeItem[] = []
  // One after the other, and each response once: a body may contain a million references.
  for (const [index, item] of input.entries()) {
    if (item.type !== 'item_reference') {
      items.push(item)
      continue
    }
    const { responseId, outputIndex } = parseItemId(item.id) ?? rejectReference(item, index)
    let output = outputs.get(responseId)
    if (output === undefined) {
      const stored = await context.store.responses.find(responseId, keyId)
      output = stored === undefined ? [] : (JSON.parse(stored.body) as ResponseBody).output
      outputs.set(responseId, output)
    }
    const found = output[outputIndex]
    items.push(found?.id === item.id ? found : rejectReference(item, index))
  }
  return items
}

function rejectReference({ id }: { readonly id: string }, index: number): never {
  const param = `input[${index}].id`
  const detail = `${param}: item ${JSON.stringify(id)} was not found; send the item itself, or store responses`
  throw new ApiError(400, detail, { code: 'item_not_found', param })
}
