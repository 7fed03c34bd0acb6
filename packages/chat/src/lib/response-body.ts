import type { Client } from '@mira/core'
import type { ResponseParams } from './response.ts'

/**
 * Body of a responses request, with the client's model by default.
 *
 * @throws {TypeError} for input that is neither a text nor a list.
 */
export function responseBody(client: Client, params: ResponseParams): object {
  const { input } = params ?? {}
  if (typeof input !== 'string' && !(Array.isArray(input) && input.length > 0)) {
    throw new TypeError('input must be a text, or a list of items with at least one')
  }
  return { ...params, model: params.model ?? client.model }
}
