import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiDocument, readApiDocument } from './lib/api-document.ts'
import { readEvents } from './lib/record-exchanges.ts'

let server: RunningServer
let api: ApiDocument
beforeAll(async () => {
  server = await startServer()
  api = await readApiDocument(server.url)
})
afterAll(() => server.close({ graceMs: 0 }))

function send(path: string, body: object, key = server.apiKey): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  return fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
}

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const parts = [
  { type: 'text', text: 'hello' },
  { type: 'image_url', image_url: { url: pixel } },
]
const session = { type: 'realtime', instructions: 'Be brief', audio: { input: { turn_detection: null } }, tools: [] }
const completion = { model: 'mira', prompt: ['What is 6 times 7?', 'Hello'], n: 2, max_tokens: 20, echo: true }

it.each<{ path: string; body: object; status?: number }>([
  { path: '/v1/moderations', body: { model: 'omni-moderation-latest', input: ['Have a nice day', 'I want to die'] } },
  { path: '/v1/moderations', body: { input: parts } },
  { path: '/v1/moderations', body: { input: 'x', model: 'none' }, status: 400 },
  { path: '/v1/moderations', body: { input: [] }, status: 422 },
  { path: '/v1/completions', body: completion },
  { path: '/v1/completions', body: { ...completion, model: 'none' }, status: 400 },
  { path: '/v1/completions', body: { ...completion, suffix: 'x' }, status: 422 },
  { path: '/v1/realtime/client_secrets', body: {} },
  { path: '/v1/realtime/client_secrets', body: { expires_after: { anchor: 'created_at', seconds: 10 }, session } },
  { path: '/v1/realtime/client_secrets', body: { session: { voice: 'nobody' } }, status: 400 },
  { path: '/v1/realtime/client_secrets', body: { expires_after: { seconds: 1 } }, status: 422 },
])('POST $path with $body is as described', async ({ path, body, status = 200 }) => {
  const answer = await send(path, body)
  const reply = await answer.json()
  expect([answer.status, reply.detail]).toEqual([status, status === 200 ? undefined : expect.any(String)])
  const [request, response] = [
    api.checkRequest(`POST ${path}`, body),
    api.checkReply(`POST ${path}`, { status, mediaType: 'application/json' }, reply),
  ]
  expect(response).toEqual([])
  if (status === 200) expect(request).toEqual([])
})

it('streams completions as described', async () => {
  const body = { ...completion, stream: true, stream_options: { include_usage: true } }
  const events = readEvents(await (await send('/v1/completions', body)).text())
  expect(events.at(-1)!.data).toBe('[DONE]')
  const reply = { status: 200, mediaType: 'text/event-stream' }
  for (const { data } of events.slice(0, -1)) {
    expect(api.checkReply('POST /v1/completions', reply, JSON.parse(data))).toEqual([])
  }
})

it('judges texts with the engine of the server', async () => {
  const input = ['Have a nice day', 'I want to kill myself tonight']
  const { results } = await (await send('/v1/moderations', { input })).json()
  expect(results.map(({ flagged }: { flagged: boolean }) => flagged)).toEqual([false, true])
  expect(results[1].categories).toMatchObject({ 'self-harm': true, suicide: true, hate: false })
})

it.each(['/v1/moderations', '/v1/completions', '/v1/realtime/client_secrets'])(
  'describes what %s answers without a key',
  async (path) => {
    const answer = await send(path, {}, 'sk-mira-0')
    const reply = { status: 401, mediaType: 'application/json' }
    expect(api.checkReply(`POST ${path}`, reply, await answer.json())).toEqual([])
  },
)
