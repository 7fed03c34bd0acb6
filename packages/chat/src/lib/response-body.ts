import type { Client } from '@mira/core'
import { stateOf } from '@mira/core/internal'
import type { ResponseParams } from './response.ts'

/**
 * Builds the body of a responses request. The model defaults to that of the client.
 *
 * @throws {TypeError} when `input` is neither a string nor a non-empty list.
 */
export function responseBody(client: Client, params: ResponseParams): object {
  const { model } = stateOf(client)
  const { input } = params ?? {}
  if (typeof input !== 'string' && !(Array.isArray(input) && input.length > 0)) {
    throw new TypeError('input must be a string or a non-empty list of items')
  }
  return { ...params, model: params.model ?? model }
}
