import { startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import type { ReadContext } from './call-state.ts'
import { createClient } from './client.ts'
import { callThing, failureOf } from './pipeline.test-support.ts'
import { readReply } from './read-reply.ts'
import { reportedError } from './reported-error.ts'
import type { RawReply } from './wire-types.ts'

const read = (raw: RawReply, context: ReadContext) =>
  readReply<Record<string, unknown>>(raw, context, ({ data }) => data !== undefined)

it.each([
  { body: { error: { message: 'Busy', code: 502 } }, code: 'server_error', retryable: true },
  { body: { error: { message: 'Busy', code: '429' } }, code: 'rate_limited', retryable: true },
  { body: { error: { message: 'Busy', type: 'overloaded_error' } }, code: 'overloaded', retryable: true },
  { body: { error: { message: 'Busy', code: 'content_filter' } }, code: 'content_blocked', retryable: false },
  { body: { error: 'Busy' }, code: 'server_error', retryable: true },
  { body: { detail: 'Busy' }, code: 'server_error', retryable: true },
  { body: { detail: { message: 'Busy', status: 401 } }, code: 'unauthorized', retryable: false },
  { body: { message: 'Busy', code: 'invalid_api_key' }, code: 'unauthorized', retryable: false },
  { body: { msg: 'Busy' }, code: 'server_error', retryable: true },
  { body: { error: { message: 'Busy', code: { toString: 1 } } }, code: 'server_error', retryable: true },
  { body: { errors: [{ message: 'Busy' }] }, code: 'server_error', retryable: true },
  { body: [{ error: { message: 'Busy', code: 400 } }], code: 'bad_request', retryable: false },
])('reports $body, sent with status 200, as $code', async ({ body, code, retryable }) => {
  await using server = await startTestServer({ 'GET /v1/thing': { json: body, headers: { 'x-request-id': 'r1' } } })
  const error = await failureOf(callThing(createClient({ baseUrl: server.url, retry: false }), {}, { read }))
  expect(error).toMatchObject({ code, retryable, status: 200, requestId: 'r1', operation: 'thing.get', body })
  expect(error.message).toContain('Busy')
})

it.each([[{ data: [], message: 'Hello' }], [{ data: 0 }], [{}], [{ note: 'no error' }]])('returns %j', async (body) => {
  await using server = await startTestServer({ 'GET /v1/thing': { json: body } })
  expect(await callThing(createClient({ baseUrl: server.url }), {}, { read })).toEqual(body)
})

it('names an operation whose body says nothing', () => {
  expect(reportedError({ error: {} }, { operation: 'a.b' }).message).toBe('a.b: the server failed')
})
