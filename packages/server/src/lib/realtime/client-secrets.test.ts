import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createDurationEngine, createHummingEngine } from '../test-support/audio-engines.test-support.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { connectClient, startRealtimeServer } from '../test-support/realtime-client.test-support.ts'
import type { WordServer } from '../test-support/start-word-server.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

const path = '/v1/realtime/client_secrets'

async function issue(server: WordServer, body: object = {}) {
  const answer = await server.post(path, body)
  return { status: answer.status, ...(await answer.json()) }
}

const refusalOf = (connecting: Promise<unknown>) =>
  connecting.then(
    () => undefined,
    ({ status, message }) => [status, message],
  )

describe('a client secret', () => {
  it.each([
    [
      'as a subprotocol',
      (value: string) => ({ key: value, protocols: ['realtime', `openai-insecure-api-key.${value}`] }),
    ],
    ['as documented', (value: string) => ({ key: value })],
    ['as authorization', (value: string) => ({ protocols: [], headers: { authorization: `Bearer ${value}` } })],
  ])('opens sessions with its settings, sent %s', async (_name, toOptions) => {
    const chat = createWordChatEngine()
    const sound = { speech: createHummingEngine(), transcription: createDurationEngine() }
    await using server = await startRealtimeServer({ engines: { ...noMediaEngines, ...sound, chat } })
    const session = {
      type: 'realtime',
      model: 'mira-thinking',
      instructions: 'Be brief',
      output_modalities: ['text'],
      audio: { input: { turn_detection: null }, output: { voice: 'alloy' } },
      tools: [{ type: 'function', name: 'look', parameters: { type: 'object' } }],
    }
    const secret = await issue(server, { session })
    expect(secret).toMatchObject({
      status: 200,
      value: expect.stringMatching(/^ek_[\w-]+$/),
      session: { type: 'realtime', instructions: 'Be brief', output_modalities: ['text'] },
    })
    for (let times = 0; times < 2; times++) {
      using client = await connectClient(server, toOptions(secret.value))
      const created = (await client.next('session.created')).session
      expect(created).toMatchObject({ instructions: 'Be brief', tools: [{ type: 'function', name: 'look' }] })
      client.send({
        type: 'conversation.item.create',
        item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] },
      })
      client.send({ type: 'response.create' })
      await client.next('response.done')
      expect(chat.requests.at(-1)!.model).toBe('mira-thinking')
    }
  })

  it('speaks the newer names of events by itself', async () => {
    await using server = await startRealtimeServer()
    const { value } = await issue(server)
    using client = await connectClient(server, { protocols: [], headers: { authorization: `Bearer ${value}` } })
    expect((await client.next('session.created')).session.type).toBe('realtime')
  })

  it.each([
    [undefined, 600],
    [{ seconds: 10 }, 10],
    [{ anchor: 'created_at', seconds: 7_200 }, 7_200],
    [null, 600],
  ])('with expires_after %j is valid for %i seconds', async (expires_after, seconds) => {
    let now = 1_800_000_000_500
    await using server = await startRealtimeServer({ now: () => now })
    const { value, expires_at } = await issue(server, { expires_after })
    expect(expires_at).toBe(1_800_000_000 + seconds)
    now = expires_at * 1_000 - 1
    using _client = await connectClient(server, { key: value })
    now = expires_at * 1_000
    expect(await refusalOf(connectClient(server, { key: value }))).toEqual([
      401,
      expect.stringContaining('Invalid API key'),
    ])
  })

  it.each<[body: object, status: number, detail: string]>([
    [{ expires_after: { seconds: 9 } }, 422, 'expires_after.seconds'],
    [{ expires_after: { seconds: 7_201 } }, 422, 'expires_after.seconds'],
    [{ expires_after: { anchor: 'last_active_at' } }, 422, 'expires_after.anchor'],
    [{ session: { type: 'transcription' } }, 422, 'session.type'],
    [{ session: { tools: [{ type: 'mcp', server_label: 'x' }] } }, 422, 'session.tools[0].type'],
    [{ session: { voice: 'nobody' } }, 400, 'session.voice: unknown voice "nobody"'],
    [{ session: { instructions: randomBytes(20_000).toString('hex') } }, 400, 'session: too large'],
  ])('is rejected: %j', async (body, status, detail) => {
    await using server = await startRealtimeServer()
    const answer = await issue(server, body)
    expect([answer.status, answer.detail]).toEqual([status, expect.stringContaining(detail)])
  })

  it('contains long instructions', async () => {
    await using server = await startRealtimeServer()
    const instructions = 'Answer in one sentence, and ask what the caller needs. '.repeat(400)
    const { value } = await issue(server, { session: { instructions } })
    using client = await connectClient(server, { key: value })
    expect((await client.next('session.created')).session.instructions).toBe(instructions)
  })

  it('opens nothing but sessions', async () => {
    await using server = await startRealtimeServer()
    const { value } = await issue(server)
    const { paths } = await (await fetch(`${server.url}/openapi.json`)).json()
    const headers = { authorization: `Bearer ${value}`, 'content-type': 'application/json' }
    for (const [route, methods] of Object.entries<Record<string, { security: unknown[] }>>(paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        if (security.length === 0) continue
        const body = method === 'post' ? '{}' : null
        const answer = await fetch(server.url + route.replaceAll(/\{\w+\}/g, 'x'), { method, headers, body })
        await answer.text()
        expect([route, method, [401, 429].includes(answer.status)]).toEqual([route, method, true])
      }
    }
  })

  it('ends with its key, and its sessions too', async () => {
    await using server = await startRealtimeServer()
    const { id, key } = await (await server.post('/v1/api-keys', { name: 'n' })).json()
    const authorization = `Bearer ${key}`
    const { value } = await (await server.post(path, {}, { headers: { authorization } })).json()
    using client = await connectClient(server, { key: value })
    await fetch(`${server.url}/v1/api-keys/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${server.apiKey}` },
    })
    expect((await client.closed).code).toBe(4_401)
    expect(await refusalOf(connectClient(server, { key: value }))).toEqual([
      401,
      expect.stringContaining('Invalid API key'),
    ])
  })

  it('counts towards the limits of its key', async () => {
    await using server = await startRealtimeServer({ limits: { maxConcurrentStreams: 1 } })
    const { value } = await issue(server)
    using _client = await connectClient(server, { key: value })
    expect(await refusalOf(connectClient(server))).toEqual([429, expect.stringContaining('streams')])
  })

  it('is of no use when changed, or on another server', async () => {
    await using server = await startRealtimeServer()
    await using other = await startRealtimeServer()
    const { value } = await issue(server)
    const last = value.at(-2) === 'A' ? 'B' : 'A'
    const changed = [`${value.slice(0, -2)}${last}${value.at(-1)}`, value.slice(0, 20), 'ek_', `ek_${'A'.repeat(200)}`]
    for (const key of changed) expect((await refusalOf(connectClient(server, { key })))![0]).toBe(401)
    expect((await refusalOf(connectClient(other, { key: value })))![0]).toBe(401)
  })

  it('is never logged', async () => {
    const lines: string[] = []
    const log = (entry: unknown, message: string) => void lines.push(JSON.stringify([entry, message]))
    await using server = await startRealtimeServer({ logger: { debug: log, info: log, warn: log, error: log } })
    const { value } = await issue(server)
    using client = await connectClient(server, { key: value })
    await client.next('session.created')
    await refusalOf(connectClient(server, { key: `${value}x` }))
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.join('\n')).not.toContain(value.slice(3, 40))
  })
})
