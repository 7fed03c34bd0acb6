import { billed, type Client, type Extensible, MiraError, type RequestOptions, readObject, request } from '@mira/core'
import type { ApiKey } from './api-key.ts'
import { ApiKeySecret } from './api-key-secret.ts'
import { unwrap } from './unwrap.ts'

/** Known fields of an API key to create. */
export interface ApiKeyFields {
  /** Display name of the key, 1 to 128 characters. */
  name: string
}

/** Parameters of an API key to create. Other fields are sent unchanged when they are spread. */
export type ApiKeyParams = Extensible<ApiKeyFields>

/** A newly created API key with its secret. */
export interface CreatedApiKey extends ApiKey {
  /** The key itself, which is sent only once; `secret.reveal()` returns the string. */
  readonly secret: ApiKeySecret
}

const operation = 'apiKeys.create'
/** Fields in which servers send the secret, the documented one first. */
const secretFields = ['key', 'api_key', 'secret', 'token']

/**
 * Creates an API key. If the response is lost, the request is retried only if the server deduplicates retries, so that
 * one call never creates two keys.
 *
 * @param client - Client created with `createClient`.
 * @returns The record as sent by the server, except for the secret, which is wrapped.
 * @throws {MiraError} when the call fails; `bad_request` when the account has its maximum number of keys or the name is
 * not accepted.
 * @throws {TypeError} when `name` is not a string, or is empty.
 * @see docs/protocol.md#api-keys
 */
export async function createApiKey(
  client: Client,
  params: ApiKeyParams,
  options?: RequestOptions,
): Promise<CreatedApiKey> {
  if (typeof params?.name !== 'string' || params.name === '') throw new TypeError('name must be a non-empty string')
  return request(
    client,
    {
      operation,
      path: '/v1/api-keys',
      json: params,
      billing: billed,
      read: async (reply, context) => toCreatedKey(await readObject(reply, context)),
    },
    options,
  )
}

function toCreatedKey(body: Record<string, unknown>): CreatedApiKey {
  const record = unwrap(body, ['data', 'api_key', 'key'])
  const secret = findSecret(body) ?? findSecret(record)
  if (secret === undefined) {
    const message = `${operation}: the server created a key but did not return its secret; revoke key ${record.id}`
    throw new MiraError(message, { code: 'invalid_response', operation })
  }
  const shown = Object.entries(record).filter(([name]) => !secretFields.includes(name))
  return { ...(Object.fromEntries(shown) as ApiKey), secret: new ApiKeySecret(secret) }
}

function findSecret(fields: Record<string, unknown>): string | undefined {
  const value = secretFields.map((name) => fields[name]).find((field) => typeof field === 'string' && field !== '')
  return value as string | undefined
}
