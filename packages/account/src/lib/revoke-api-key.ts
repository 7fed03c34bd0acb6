import { type Client, path, type RequestOptions, readNothing, request } from '@mira/core'

/**
 * Revokes an API key; the server rejects it from then on. Revoking it again has no effect.
 *
 * @param client - Client created with `createClient`.
 * @param id - Id of the record, not the key itself or its prefix.
 * @throws {MiraError} when the call fails; `not_found` when the account has no such key.
 * @throws {TypeError} when `id` cannot be the id of a record.
 * @see docs/protocol.md#api-keys
 */
export async function revokeApiKey(client: Client, id: string, options?: RequestOptions): Promise<void> {
  // Every server on the way may log the path.
  if (typeof id !== 'string' || id.startsWith('sk-mira-')) {
    throw new TypeError('id must be the id of the record, not the key itself, which is a secret')
  }
  return request(
    client,
    { operation: 'apiKeys.revoke', method: 'DELETE', path: path`/v1/api-keys/${id}`, read: readNothing },
    options,
  )
}
