import { type Client, type RequestOptions, request } from '@mira/core'
import type { ApiKey } from './api-key.ts'
import { readList } from './read-list.ts'

const wrappers = ['data', 'keys', 'api_keys']

/**
 * Lists the active API keys of the account, in the server's order (newest first).
 *
 * @param client - Client created with `createClient`.
 * @throws {MiraError} when the call fails.
 * @see docs/protocol.md#api-keys
 */
export function listApiKeys(client: Client, options?: RequestOptions): Promise<readonly ApiKey[]> {
  return request(
    client,
    {
      operation: 'apiKeys.list',
      path: '/v1/api-keys',
      read: (reply, context) => readList<ApiKey>(reply, context, wrappers),
    },
    options,
  )
}
