import { type Client, path, type RequestOptions, readNothing, request } from '@mira/core'

/**
 * Revokes a key; from then on the server refuses it. Revoking it again does no harm.
 *
 * @param client Connection made with `createClient`.
 * @param id Of the record: neither the key itself nor its prefix.
 * @throws {MiraError} as every call; `not_found` when the account has no such key.
 * @throws {TypeError} for an id that cannot be one of a record.
 * @see docs/protocol.md#api-keys
 */
export async function revokeApiKey(client: Client, id: string, options?: RequestOptions): Promise<void> {
  // Paths end up in the logs of every server on the way.
  if (typeof id !== 'string' || id.startsWith('sk-mira-')) {
    throw new TypeError('id names the record of a key, in text; the key itself is a secret')
  }
  return request(
    client,
    { operation: 'apiKeys.revoke', method: 'DELETE', path: path`/v1/api-keys/${id}`, read: readNothing },
    options,
  )
}
