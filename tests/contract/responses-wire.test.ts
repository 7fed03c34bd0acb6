import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWordChatEngine } from '../../packages/server/src/lib/test-support/word-chat-engine.test-support.ts'
import { type ApiDocument, readApiDocument } from './lib/api-document.ts'
import { responseEventSchemas } from './lib/event-schemas.ts'
import { readEvents } from './lib/record-exchanges.ts'

let server: RunningServer
let api: ApiDocument
let id: string
const request = { model: 'mira', input: 'wait here', background: true }
beforeAll(async () => {
  server = await startServer({ engines: { chat: createWordChatEngine(), moderation: null } })
  api = await readApiDocument(server.url)
  id = (await (await send('POST', '/v1/responses', request)).json()).id
})
afterAll(() => server.close({ graceMs: 0 }))

function send(method: string, path: string, body?: object): Promise<Response> {
  const headers = { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' }
  return fetch(server.url + path, { method, headers, body: body === undefined ? null : JSON.stringify(body) })
}

const input = [
  { role: 'user', content: [{ type: 'input_text', text: 'a' }] },
  { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
  { type: 'function_call_output', call_id: 'c', output: 'b' },
]

it.each<{ operation: string; status: number; path?: () => string; body?: object }>([
  { operation: 'POST /v1/responses', status: 200, body: { ...request, input: 'x' } },
  { operation: 'POST /v1/responses/input_tokens', status: 200, body: { model: 'mira', input } },
  { operation: 'GET /v1/responses/{id}', status: 200 },
  { operation: 'GET /v1/responses/{id}', status: 404, path: () => '/v1/responses/none' },
  { operation: 'GET /v1/responses/{id}', status: 400, path: () => `/v1/responses/${id}?stream=perhaps` },
  { operation: 'GET /v1/responses/{id}/input_items', status: 200 },
  {
    operation: 'GET /v1/responses/{id}/input_items',
    status: 400,
    path: () => `/v1/responses/${id}/input_items?limit=0`,
  },
  { operation: 'POST /v1/responses/{id}/cancel', status: 200 },
  { operation: 'POST /v1/responses/{id}/cancel', status: 404, path: () => '/v1/responses/none/cancel' },
])('$operation: $status is as described', async ({ operation, status, path, body }) => {
  const [method = '', template = ''] = operation.split(' ')
  const answer = await send(method, path?.() ?? template.replace('{id}', id), body)
  expect(answer.status).toBe(status)
  const reply = await answer.json()
  expect(api.checkReply(operation, { status, mediaType: 'application/json' }, reply)).toEqual([])
  if (body !== undefined) expect(api.checkRequest(operation, body)).toEqual([])
})

it('describes every kind of input item', async () => {
  const { id } = await (await send('POST', '/v1/responses', { model: 'mira', input })).json()
  const page = await (await send('GET', `/v1/responses/${id}/input_items`)).json()
  const reply = { status: 200, mediaType: 'application/json' }
  expect(page.data).toHaveLength(3)
  expect(api.checkReply('GET /v1/responses/{id}/input_items', reply, page)).toEqual([])
})

it('sends the described events again, to the last', async () => {
  await send('POST', `/v1/responses/${id}/cancel`)
  const text = await (await send('GET', `/v1/responses/${id}?stream=true`)).text()
  const events = readEvents(text).map(({ data }) => JSON.parse(data))
  expect(events.flatMap((event) => api.check(responseEventSchemas[event.type]!, event))).toEqual([])
  expect(events.at(-1).type).toBe('response.cancelled')
})
