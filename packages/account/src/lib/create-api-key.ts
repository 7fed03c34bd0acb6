import { type Client, MiraError, type RequestOptions, readObject, request } from '@mira/core'
import type { ApiKey } from './api-key.ts'
import { ApiKeySecret } from './api-key-secret.ts'
import type { Open } from './open.ts'
import { unwrap } from './unwrap.ts'

/** The known fields of a key to create. */
export interface ApiKeyFields {
  /** What people know the key by, 1 to 128 characters. */
  name: string
}

/** Parameters of a key to create; fields that are not listed are sent as they are. */
export type ApiKeyParams = Open<ApiKeyFields>

/** A key that was just created, with its secret. */
export interface CreatedApiKey extends ApiKey {
  /** The key itself, told this once; `secret.reveal()` gives the text. */
  readonly secret: ApiKeySecret
}

const operation = 'apiKeys.create'
/** Where servers put the secret, the documented one first. */
const secretFields = ['key', 'api_key', 'secret', 'token']

/**
 * Creates an API key. After a lost reply it is repeated only where the server tells repeats apart, so that one call
 * never makes two keys.
 *
 * @param client Connection made with `createClient`.
 * @returns The record as the server sent it, but for the secret, which is wrapped.
 * @throws {MiraError} as every call; `bad_request` when the account has its most keys already or the name does not do.
 * @throws {TypeError} for a name that is no text.
 * @see docs/protocol.md#api-keys
 */
export async function createApiKey(
  client: Client,
  params: ApiKeyParams,
  options?: RequestOptions,
): Promise<CreatedApiKey> {
  if (typeof params?.name !== 'string' || params.name === '') throw new TypeError('name must be a text, and not empty')
  return request(
    client,
    {
      operation,
      path: '/v1/api-keys',
      json: params,
      isBilled: true,
      read: async (reply, context) => toCreatedKey(await readObject(reply, context)),
    },
    options,
  )
}

function toCreatedKey(body: Record<string, unknown>): CreatedApiKey {
  const record = unwrap(body, ['data', 'api_key', 'key'])
  const secret = findSecret(body) ?? findSecret(record)
  if (secret === undefined) {
    const message = `${operation}: the server created a key but did not tell its secret; revoke key ${record.id}`
    throw new MiraError(message, { code: 'invalid_response', operation })
  }
  const shown = Object.entries(record).filter(([name]) => !secretFields.includes(name))
  return { ...(Object.fromEntries(shown) as ApiKey), secret: new ApiKeySecret(secret) }
}

function findSecret(fields: Record<string, unknown>): string | undefined {
  const value = secretFields.map((name) => fields[name]).find((field) => typeof field === 'string' && field !== '')
  return value as string | undefined
}
