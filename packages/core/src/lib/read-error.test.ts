import { createGate, type Reply, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import type { MiraErrorCode } from './error.ts'
import { callThing, failureOf, transports } from './pipeline.test-support.ts'
import { createVirtualClock } from './testing/virtual-clock.ts'

/** All known shapes of an error body (docs/protocol.md#errors). */
const variants: readonly {
  variant: string
  reply: Reply
  says: string | undefined
  body: unknown
  isBlocked?: true
}[] = [
  {
    variant: 'A: detail',
    reply: { json: { detail: 'No such thing' } },
    says: 'No such thing',
    body: { detail: 'No such thing' },
  },
  {
    variant: 'A′: JSON inside detail',
    reply: { json: { detail: '{"error":"content_blocked","category":"drugs"}' } },
    says: 'content_blocked',
    body: { detail: '{"error":"content_blocked","category":"drugs"}' },
    isBlocked: true,
  },
  {
    variant: 'A″: an object as detail',
    reply: { json: { detail: { error: 'content_blocked', category: 'drugs' } } },
    says: 'content_blocked',
    body: { detail: { error: 'content_blocked', category: 'drugs' } },
    isBlocked: true,
  },
  {
    variant: 'a list as detail',
    reply: { json: { detail: [{ loc: ['body', 'n'], msg: 'too big', type: 'x' }, { msg: 'and odd' }] } },
    says: 'body.n: too big; and odd',
    body: { detail: [{ loc: ['body', 'n'], msg: 'too big', type: 'x' }, { msg: 'and odd' }] },
  },
  {
    variant: 'B: an error object',
    reply: { json: { error: { type: 'rate_limit_error', message: 'Slow down', code: 'rate_limit_exceeded' } } },
    says: 'Slow down',
    body: { error: { type: 'rate_limit_error', message: 'Slow down', code: 'rate_limit_exceeded' } },
  },
  {
    variant: 'B: an error object without a message',
    reply: { json: { error: { type: 'x', code: null } } },
    says: undefined,
    body: { error: { type: 'x', code: null } },
  },
  { variant: 'error as text', reply: { json: { error: 'Nope' } }, says: 'Nope', body: { error: 'Nope' } },
  { variant: 'message', reply: { json: { message: 'Nope' } }, says: 'Nope', body: { message: 'Nope' } },
  {
    variant: 'C: plain text',
    reply: { text: '  Failed to parse the request body\n' },
    says: 'Failed to parse the request body',
    body: '  Failed to parse the request body\n',
  },
  { variant: 'D: nothing', reply: {}, says: undefined, body: '' },
  {
    variant: 'E: HTML',
    reply: { html: '<html><head><title>502 Bad Gateway</title></head><body>x</body></html>' },
    says: '502 Bad Gateway',
    body: expect.stringContaining('<html>'),
  },
  { variant: 'JSON with a text type', reply: { text: '{"detail":"No"}' }, says: 'No', body: { detail: 'No' } },
  {
    variant: 'broken JSON',
    reply: { text: '{"detail":', headers: { 'content-type': 'application/json' } },
    says: '{"detail":',
    body: '{"detail":',
  },
  { variant: 'JSON that is no object', reply: { json: [1, 2] }, says: undefined, body: [1, 2] },
  { variant: 'JSON null', reply: { json: null }, says: undefined, body: null },
]

const statuses: readonly { status: number; code: MiraErrorCode; retryable: boolean }[] = [
  { status: 400, code: 'bad_request', retryable: false },
  { status: 401, code: 'unauthorized', retryable: false },
  { status: 402, code: 'insufficient_balance', retryable: false },
  { status: 403, code: 'forbidden', retryable: false },
  { status: 404, code: 'not_found', retryable: false },
  { status: 405, code: 'bad_request', retryable: false },
  { status: 408, code: 'timeout', retryable: true },
  { status: 409, code: 'conflict', retryable: false },
  { status: 410, code: 'gone', retryable: false },
  { status: 413, code: 'payload_too_large', retryable: false },
  { status: 415, code: 'unsupported_media_type', retryable: false },
  { status: 422, code: 'bad_request', retryable: false },
  { status: 429, code: 'rate_limited', retryable: true },
  { status: 500, code: 'server_error', retryable: true },
  { status: 501, code: 'server_error', retryable: false },
  { status: 502, code: 'server_error', retryable: true },
  { status: 503, code: 'overloaded', retryable: true },
  { status: 520, code: 'server_error', retryable: true },
  { status: 529, code: 'overloaded', retryable: true },
  { status: 504, code: 'server_error', retryable: true },
]

describe.each(transports)('a refusal over $transport', ({ fetch }) => {
  it.each(variants)(
    'with the body $variant is read alike for every status',
    async ({ reply, says, body, isBlocked }) => {
      await using server = await startTestServer({
        'GET /v1/thing': ({ query }) => ({
          ...reply,
          status: Number(query.get('status')),
          headers: { ...reply.headers, 'x-request-id': 'req-1' },
        }),
      })
      const client = createClient({ baseUrl: server.url, fetch, retry: false, apiKey: 'sk-mira-test' })
      for (const { status, code, retryable } of statuses) {
        const error = await failureOf(callThing(client, {}, { query: { status } }))
        const about = `HTTP ${status} with ${JSON.stringify(reply)}`
        expect(error, about).toMatchObject({
          code: isBlocked ? 'content_blocked' : code,
          status,
          retryable,
          requestId: 'req-1',
          operation: 'thing.get',
        })
        expect(error.body, about).toEqual(body)
        expect(error.attempts, about).toEqual([
          {
            attempt: 1,
            status,
            code: error.code,
            requestId: 'req-1',
            durationMs: expect.any(Number),
            waitMs: undefined,
          },
        ])
        expect(error.message, about).toContain(`HTTP ${status}, request req-1`)
        if (says !== undefined) expect(error.message, about).toContain(says)
      }
    },
  )

  it.each([
    { status: 429, headers: { 'retry-after': '120' }, retryAfterMs: 120_000 },
    { status: 503, headers: { 'retry-after': '5' }, retryAfterMs: 5_000 },
    { status: 429, headers: {}, retryAfterMs: undefined },
  ])('keeps Retry-After $headers of a $status', async ({ status, headers, retryAfterMs }) => {
    await using server = await startTestServer({ 'GET /v1/thing': { status, headers, json: { detail: 'x' } } })
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch, retry: false })))
    expect(error.status).toBe(status)
    expect(error.retryAfterMs).toBe(retryAfterMs)
  })

  it('keeps the rate limit the server reports', async () => {
    const headers = { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1900000000' }
    await using server = await startTestServer({ 'GET /v1/thing': { status: 429, headers } })
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch, retry: false })))
    expect(error.rateLimit).toEqual({ limit: 20, remaining: 0, resetAtMs: 1_900_000_000_000 })
  })

  it('reads a bounded part of a body without end, and closes the connection', async () => {
    let sent = 0
    const endless = function* (): Generator<string> {
      for (; sent < 10_000; sent += 1) yield 'x'.repeat(8_192)
    }
    await using server = await startTestServer({ 'GET /v1/thing': () => ({ status: 500, chunks: endless() }) })
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch, retry: false })))
    expect(error).toMatchObject({ code: 'server_error', status: 500 })
    expect(String(error.body).length).toBeLessThanOrEqual(64 * 1024)
    expect(error.message.length).toBeLessThan(1_200)
    await server.waitForClose()
    expect(sent).toBeLessThan(1_000)
  })

  it('bounds the message by which a long text speaks', async () => {
    await using server = await startTestServer({
      'GET /v1/thing': { status: 400, json: { detail: 'x'.repeat(30_000) } },
    })
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch })))
    expect(error.message.length).toBeLessThan(1_200)
    expect((error.body as { detail: string }).detail).toHaveLength(30_000)
  })

  it.each<{ how: string; fault: Reply }>([
    { how: 'breaks off', fault: { dropAt: 5 } },
    { how: 'is reset', fault: { resetAt: 5 } },
  ])('keeps the status of a body that $how', async ({ fault }) => {
    await using server = await startTestServer({
      'GET /v1/thing': { status: 401, json: { detail: 'Invalid API key' }, ...fault },
    })
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch, apiKey: 'sk-mira-x' })))
    expect(error).toMatchObject({ code: 'unauthorized', status: 401 })
  })

  it('keeps the status of a body that stalls, does not wait for it for long, and closes the connection', async () => {
    const clock = createVirtualClock()
    const gate = createGate()
    await using server = await startTestServer({ 'GET /v1/thing': { status: 401, chunks: ['{"det', gate] } })
    const failing = failureOf(callThing(createClient({ baseUrl: server.url, fetch, clock, apiKey: 'sk-mira-x' })))
    let failed: unknown
    failing.then((error) => {
      failed = error
    })
    await gate.reached
    const startedAtMs = clock.now()
    while (!failed) await clock.advance(1_000)
    expect(failed).toMatchObject({ code: 'unauthorized', status: 401 })
    expect(clock.now() - startedAtMs).toBeLessThanOrEqual(61_000)
    await server.waitForClose()
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    { body: '['.repeat(32_000) + ']'.repeat(32_000) },
    { body: `${'{"detail":'.repeat(6_000)}1${'}'.repeat(6_000)}` },
  ])('survives a body that is nested without measure', async ({ body }) => {
    await using server = await startTestServer({ 'GET /v1/thing': { status: 400, text: body } })
    const error = await failureOf(callThing(createClient({ baseUrl: server.url, fetch })))
    expect(error).toMatchObject({ code: 'bad_request', status: 400 })
  })

  it('names a missing key, but not when there is one', async () => {
    await using server = await startTestServer({
      'GET /v1/thing': { status: 401, json: { detail: 'API key required' } },
    })
    const without = await failureOf(callThing(createClient({ baseUrl: server.url, fetch })))
    const withKey = await failureOf(callThing(createClient({ baseUrl: server.url, fetch, apiKey: 'sk-mira-x' })))
    expect(without.message).toContain('MIRA_API_KEY')
    expect(withKey.message).not.toContain('MIRA_API_KEY')
  })
})
