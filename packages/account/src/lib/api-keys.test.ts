import { inspect } from 'node:util'
import { createClient, isMiraError } from '@mira/core'
import { type Reply, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createApiKey } from './create-api-key.ts'
import { listApiKeys } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'

const secret = `sk-mira-${'0123456789abcdef'.repeat(3).slice(0, 40)}`
const id = '5b0d1b6e-3c0e-4a53-9a5a-0f6d3c1f5a10'
const record = { id, name: 'ci', key_prefix: secret.slice(0, 16), is_active: true, last_used_at: null, plan: 'x' }

describe('listApiKeys', () => {
  it.each([
    ['a bare list', [record]],
    ['data', { data: [record] }],
    ['keys', { keys: [record] }],
    ['api_keys', { api_keys: [record], total: 1 }],
  ])('reads %s', async (_, json) => {
    await using server = await startTestServer({ 'GET /v1/api-keys': { json } })
    expect(await listApiKeys(createClient({ baseUrl: server.url }))).toEqual([record])
  })

  it('reads nothing as no keys', async () => {
    await using server = await startTestServer({ 'GET /v1/api-keys': { json: {} } })
    expect(await listApiKeys(createClient({ baseUrl: server.url }))).toEqual([])
  })
})

describe('createApiKey', () => {
  it.each([
    ['key', { ...record, key: secret }],
    ['api_key', { ...record, api_key: secret }],
    ['secret', { ...record, secret }],
    ['token', { ...record, token: secret }],
    ['data', { data: { ...record, key: secret } }],
    ['api_key, an object beside the key', { api_key: record, key: secret }],
  ])('finds the secret in %s, and shows no more than its prefix', async (_, json) => {
    await using server = await startTestServer({ 'POST /v1/api-keys': { status: 201, json } })
    const created = await createApiKey(createClient({ baseUrl: server.url }), { name: 'ci' })
    const { secret: wrapped, ...rest } = created
    expect(wrapped.reveal()).toBe(secret)
    expect(wrapped.prefix).toBe('sk-mira-01234567')
    expect(rest).toEqual(record)
    const sights = [String(wrapped), `${wrapped}`, JSON.stringify(created), inspect(created, { showHidden: true })]
    for (const sight of [...sights, inspect({ ...wrapped }), JSON.stringify(structuredClone(wrapped))]) {
      expect(sight).not.toContain(secret.slice(0, 17))
    }
    expect(JSON.parse(JSON.stringify(created)).secret).toBe('sk-mira-01234567…')
    expect(inspect(created)).toContain('ApiKeySecret(sk-mira-01234567…)')
    expect(server.requests[0]?.json()).toEqual({ name: 'ci' })
  })

  it('hides all but a third of a short secret', async () => {
    await using server = await startTestServer({ 'POST /v1/api-keys': { json: { ...record, key: 'abcdefghi' } } })
    const created = await createApiKey(createClient({ baseUrl: server.url }), { name: 'ci' })
    expect(String(created.secret)).toBe('abc…')
  })

  it('says which key to revoke when its secret never came', async () => {
    await using server = await startTestServer({ 'POST /v1/api-keys': { status: 201, json: record } })
    const error = await createApiKey(createClient({ baseUrl: server.url }), { name: 'ci' }).catch((thrown) => thrown)
    expect(isMiraError(error) && error.code).toBe('invalid_response')
    expect(error.message).toContain(id)
  })

  it.each([{}, { name: '' }, { name: 7 }, undefined])('refuses %o', async (params) => {
    const call = createApiKey(createClient({ baseUrl: 'http://127.0.0.1:9' }), params as never)
    await expect(call).rejects.toThrow(TypeError)
  })

  const lost: Reply = { status: 201, json: { ...record, key: secret }, dropAt: 5 }
  const echo = (request: { headers: Record<string, string | string[] | undefined> }): Reply => ({
    status: 201,
    json: { ...record, key: secret },
    headers: { 'idempotency-key': String(request.headers['idempotency-key']) },
  })

  it('is not repeated after a lost reply where a second key could be made', async () => {
    await using server = await startTestServer({ 'POST /v1/api-keys': [lost, echo] })
    const client = createClient({ baseUrl: server.url, retry: { maxRetries: 3, baseDelayMs: 0 } })
    await expect(createApiKey(client, { name: 'ci' })).rejects.toMatchObject({ code: 'connection_failed' })
    expect(server.requests).toHaveLength(1)
  })

  it('is repeated under its own key where the server honours it', async () => {
    await using server = await startTestServer({ 'POST /v1/api-keys': [echo, lost, echo] })
    const client = createClient({ baseUrl: server.url, retry: { maxRetries: 3, baseDelayMs: 0 } })
    await createApiKey(client, { name: 'first' })
    expect((await createApiKey(client, { name: 'ci' })).secret.reveal()).toBe(secret)
    const keys = server.requests.map(({ headers }) => headers['idempotency-key'])
    expect(keys[1]).toMatch(/^\d+(-\d+){3}$/)
    expect([keys[1] === keys[2], keys[0] === keys[1]]).toEqual([true, false])
  })
})

describe('revokeApiKey', () => {
  it.each([
    ['204', { status: 204 }],
    ['200 with JSON', { json: { revoked: true } }],
    ['200 with text', { text: 'ok' }],
  ])('takes %s', async (_, reply) => {
    await using server = await startTestServer({ 'DELETE /v1/api-keys/:id': reply })
    expect(await revokeApiKey(createClient({ baseUrl: server.url }), id)).toBeUndefined()
    expect(server.requests[0]?.path).toBe(`/v1/api-keys/${id}`)
  })

  it('keeps an id inside its segment', async () => {
    await using server = await startTestServer({ 'DELETE /v1/api-keys/:id': { status: 204 } })
    await revokeApiKey(createClient({ baseUrl: server.url }), '../billing?x=1')
    expect(server.requests[0]?.path).toBe('/v1/api-keys/..%2Fbilling%3Fx%3D1')
  })

  it.each(['', '..', secret, undefined])('refuses the id %o', async (wrong) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    await expect(revokeApiKey(client, wrong as never)).rejects.toThrow(TypeError)
  })
})
