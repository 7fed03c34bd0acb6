import { z } from '@hono/zod-openapi'
import type { IssuedKey } from '../accounts/api-keys.ts'
import type { ApiKeyRecord } from '../store/store.ts'

/** Body of `POST /v1/api-keys`. */
export const ApiKeyRequestSchema = z
  .object({ name: z.string().min(1).max(128) })
  .openapi('ApiKeyRequest', { description: 'API key to create' })

/** API key, without its secret. */
export const ApiKeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    key_prefix: z.string(),
    is_active: z.boolean(),
    total_requests: z.int(),
    total_tokens: z.int(),
    last_used_at: z.string().nullable(),
    created_at: z.string(),
  })
  .openapi('ApiKey')

/** Created API key, with its secret. */
export const CreatedApiKeySchema = ApiKeySchema.extend({
  key: z.string().openapi({ description: 'Secret key, returned only once' }),
}).openapi('CreatedApiKey')

/** Encodes an API key without its secret. */
export function encodeApiKey(record: ApiKeyRecord): z.infer<typeof ApiKeySchema> {
  const { id, name, keyPrefix, totalRequests, totalTokens, lastUsedAt, createdAt, revokedAt } = record
  return {
    id,
    name,
    key_prefix: keyPrefix,
    is_active: revokedAt === null,
    total_requests: totalRequests,
    total_tokens: totalTokens,
    last_used_at: lastUsedAt === null ? null : new Date(lastUsedAt).toISOString(),
    created_at: new Date(createdAt).toISOString(),
  }
}

/** Encodes a created API key with its secret, which is returned only once. */
export function encodeCreatedApiKey({ record, secret }: IssuedKey): z.infer<typeof CreatedApiKeySchema> {
  return { ...encodeApiKey(record), key: secret }
}
