import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { appendOf, connectClient, startRealtimeServer } from '../test-support/realtime-client.test-support.ts'

const keyOf = (key: string) => `openai-insecure-api-key.${key}`
const wrongKey = `sk-mira-${'0'.repeat(40)}`

/** Sends an upgrade request with some headers changed, and returns the status of the response. */
function upgradeStatus(
  server: { readonly url: string; readonly apiKey: string },
  { method, headers }: { readonly method: string; readonly headers: Record<string, string> },
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${server.url}/v1/realtime`, {
      method,
      headers: {
        authorization: `Bearer ${server.apiKey}`,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    })
      .on('response', (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end()
  })
}

describe('the upgrade', () => {
  it.each([
    { name: 'as documented', offered: (key: string) => ['mira-realtime.v1', keyOf(key)], chosen: 'mira-realtime.v1' },
    {
      name: 'in the other order',
      offered: (key: string) => [keyOf(key), 'mira-realtime.v1'],
      chosen: 'mira-realtime.v1',
    },
    { name: 'as OpenAI has it', offered: (key: string) => ['realtime', keyOf(key)], chosen: 'realtime' },
  ])('takes the key from the subprotocols, $name, and never says it back', async ({ offered, chosen }) => {
    await using server = await startRealtimeServer()
    using client = await connectClient(server, { protocols: offered(server.apiKey) })
    expect(client.socket.protocol).toBe(chosen)
    await client.next('session.created')
  })

  it('takes the key from the Authorization header', async () => {
    await using server = await startRealtimeServer()
    const headers = { authorization: `Bearer ${server.apiKey}` }
    using client = await connectClient(server, { protocols: [], headers })
    expect((await client.next('session.created')).session).toMatchObject({ voice: 'hum', input_sample_rate: 24_000 })
  })

  it.each([
    { name: 'a wrong key', options: { key: wrongKey }, status: 401, detail: 'Invalid API key' },
    { name: 'no key', options: { protocols: ['mira-realtime.v1'] }, status: 401, detail: 'API key required' },
    {
      name: 'a page of another origin',
      options: { origin: 'https://evil.example' },
      status: 403,
      detail: "The origin https://evil.example is not allowed; add it to the server's allowedOrigins",
    },
  ])('refuses $name with JSON', async ({ options, status, detail }) => {
    await using server = await startRealtimeServer()
    const refusal = await connectClient(server, options).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(refusal).toMatchObject({ status, message: expect.stringContaining(JSON.stringify({ detail }).slice(0, -1)) })
    expect(refusal).toHaveProperty(['headers', 'x-request-id'])
  })

  it('lets pages of its own origin in, and those that are allowed', async () => {
    await using server = await startRealtimeServer({ allowedOrigins: ['https://app.example'] })
    using own = await connectClient(server, { origin: server.url })
    using allowed = await connectClient(server, { origin: 'https://app.example' })
    await Promise.all([own.next('session.created'), allowed.next('session.created')])
  })

  it('answers a plain request with 426 and an upgrade elsewhere with 404', async () => {
    await using server = await startRealtimeServer()
    expect((await fetch(`${server.url}/v1/realtime`)).status).toBe(426)
    await expect(connectClient({ ...server, url: `${server.url}/elsewhere` })).rejects.toMatchObject({ status: 404 })
  })

  it('refuses one session more than a key may have, and takes it when another has ended', async () => {
    await using server = await startRealtimeServer({ limits: { maxConcurrentStreams: 1 } })
    const first = await connectClient(server)
    await expect(connectClient(server)).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '5' } })
    first.socket.close()
    await first.closed
    await expect.poll(async () => connectClient(server).then(({ socket }) => socket.close())).toBeUndefined()
  })
})

describe('a handshake that is rejected', () => {
  it.each([
    { name: 'another version', headers: { 'sec-websocket-version': '12' }, status: 400 },
    { name: 'no version', headers: { 'sec-websocket-version': '' }, status: 400 },
    { name: 'a key of the wrong length', headers: { 'sec-websocket-key': 'AAAA' }, status: 400 },
    { name: 'another protocol', headers: { upgrade: 'h2c' }, status: 400 },
    { name: 'an invalid list of subprotocols', headers: { 'sec-websocket-protocol': 'a,,b' }, status: 400 },
    { name: 'another method', headers: {}, method: 'POST', status: 405 },
  ])('for $name releases the slot of the session', async ({ headers, method = 'GET', status }) => {
    await using server = await startRealtimeServer({ limits: { maxConcurrentStreams: 1 } })
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await upgradeStatus(server, { method, headers })).toBe(status)
    }
    using client = await connectClient(server)
    await client.next('session.created')
  })
})

describe('the end of a session', () => {
  it('is closed with 1001 when the server stops', async () => {
    const server = await startRealtimeServer()
    const client = await connectClient(server)
    await client.next('session.created')
    await server.close()
    expect((await client.closed).code).toBe(1001)
  })

  it.each([
    { name: 'its time is over', limits: { maxRealtimeSessionSeconds: 0.05 }, code: 4408 },
    { name: 'nothing is sent', limits: { maxRealtimeIdleSeconds: 0.05 }, code: 1000 },
  ])('comes when $name', async ({ limits, code }) => {
    await using server = await startRealtimeServer({ limits })
    using client = await connectClient(server)
    expect((await client.closed).code).toBe(code)
  })

  it('comes with 4401 when the key is revoked', async () => {
    await using server = await startRealtimeServer()
    const authorization = `Bearer ${server.apiKey}`
    const made = await server.post('/v1/api-keys', { name: 'voice' })
    const { id, key } = (await made.json()) as { id: string; key: string }
    using client = await connectClient(server, { key })
    await client.next('session.created')
    await fetch(`${server.url}/v1/api-keys/${id}`, { method: 'DELETE', headers: { authorization } })
    expect(await client.closed).toEqual({ code: 4401, reason: 'The API key was revoked' })
    expect((await client.next('error')).error.code).toBe('invalid_api_key')
  })

  it('records the seconds that were heard and spoken', async () => {
    await using server = await startRealtimeServer()
    const client = await connectClient(server)
    for (let count = 0; count < 3; count++) client.send(appendOf(1_000))
    client.send({ type: 'input_audio_buffer.commit' })
    await client.next('conversation.item.input_audio_transcription.completed')
    client.socket.close()
    await client.closed
    const authorization = `Bearer ${server.apiKey}`
    const spent = async () => {
      const response = await fetch(`${server.url}/v1/usage`, { headers: { authorization } })
      return ((await response.json()) as { today: object }).today
    }
    // Three seconds at 20 kopecks.
    await expect.poll(spent).toMatchObject({ total_requests: 1, total_cost_microcents: 600_000 })
  })
})

describe('hostile clients', () => {
  const depth = 1_000
  it.each([
    { name: 'a frame of 1 MB', messages: [`"${'a'.repeat(1_000_000)}"`], code: 1009 },
    { name: 'JSON of depth 1,000', messages: ['['.repeat(depth) + ']'.repeat(depth)], code: 1007 },
    { name: 'text that is no JSON', messages: ['hello'], code: 1007 },
    { name: 'a binary message', messages: [Buffer.alloc(100)], code: 1003 },
    {
      name: 'broken base64 again and again',
      messages: Array.from({ length: 30 }, () => '{"type":"input_audio_buffer.append","audio":"%%%%"}'),
      code: 1008,
    },
    {
      name: 'a flood of tiny events',
      messages: Array.from({ length: 5_000 }, () => '{"type":"input_audio_buffer.clear"}'),
      code: 4429,
    },
    {
      name: 'sound far ahead of time',
      messages: Array.from({ length: 30 }, () => JSON.stringify(appendOf(5_000))),
      code: 4429,
    },
  ])('are closed for $name, and others go on', async ({ messages, code }) => {
    await using server = await startRealtimeServer()
    using bystander = await connectClient(server)
    using hostile = await connectClient(server)
    for (const message of messages) hostile.socket.send(message)
    const end = await hostile.closed
    expect(end.code).toBe(code)
    if (code !== 1009) expect(await hostile.next('error')).toBeDefined()
    bystander.send({ type: 'response.create', response: { input: [question('Still there?')], modalities: ['text'] } })
    expect((await bystander.next('response.done')).response.status).toBe('completed')
  })

  it('are dropped when they ask for much and read nothing', async () => {
    await using server = await startRealtimeServer()
    using client = await connectClient(server)
    client.send({ type: 'conversation.item.create', item: { ...question('a'.repeat(400_000)), id: 'long' } })
    await client.next('conversation.item.created')
    client.socket.pause()
    for (let count = 0; count < 100; count++) client.send({ type: 'conversation.item.retrieve', item_id: 'long' })
    await expect.poll(() => client.socket.bufferedAmount).toBe(0)
    client.socket.resume()
    expect((await client.closed).code).not.toBe(1000)
    expect(client.events.length).toBeLessThan(100)
  })
})

const question = (text: string) => ({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] })
