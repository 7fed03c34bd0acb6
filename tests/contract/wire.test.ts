import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiDocument, readApiDocument } from './lib/api-document.ts'
import { type ContractCall, calls } from './lib/calls.ts'
import { responseEventSchemas } from './lib/event-schemas.ts'
import { type Exchange, readEvents, recordExchanges, type StreamEvent } from './lib/record-exchanges.ts'

let server: RunningServer
let api: ApiDocument
beforeAll(async () => {
  server = await startServer({ warmUp: true, limits: { maxBodyBytes: 2 * 1024 * 1024 } })
  api = await readApiDocument(server.url)
})
afterAll(() => server.close())

it('describes the endpoints of chat, responses, models and embeddings', () => {
  expect(api.operations).toEqual(
    expect.arrayContaining([
      'POST /v1/chat/completions',
      'POST /v1/responses',
      'GET /v1/models',
      'POST /v1/embeddings',
    ]),
  )
})

it('notices a field that nobody described', () => {
  const [operation, input] = ['POST /v1/embeddings', 'Hello']
  expect(api.checkRequest(operation, { model: 'mira-embed', input })).toEqual([])
  expect(api.checkRequest(operation, { model: 'mira-embed', input, priority: 1 })).toHaveLength(1)
})

it.each(calls)('$name: requests and replies are as described', async (call) => {
  expect(await problemsOfCall(call)).toEqual([])
})

describe('mistakes of a caller', () => {
  const messages = [{ role: 'user', content: 'Hello' }]
  const headers = { authorization: 'Bearer sk-mira-0' }
  it.each([
    { mistake: 'an unknown model', body: { model: 'none', messages }, code: 'bad_request' },
    { mistake: 'a wrong value', body: { temperature: 3, messages }, code: 'bad_request' },
    { mistake: 'a wrong key', body: { messages }, headers, code: 'unauthorized' },
    { mistake: 'a body that is too large', body: { messages, pad: 'x'.repeat(3e6) }, code: 'payload_too_large' },
  ])('$mistake is answered as described, and understood', async ({ body, headers, code }) => {
    const recorder = recordExchanges()
    const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey, fetch: recorder.fetch }).extend(chat)
    const error = await mira.chat.create(body, { headers }).catch((reason) => reason)
    const [exchange] = recorder.take()
    expect(error).toMatchObject({ code, status: exchange?.status, requestId: expect.any(String) })
    expect(await problemsOf(exchange as Exchange)).toEqual([])
    expect(error.message).toContain(JSON.parse(await (exchange as Exchange).text()).detail)
  })
})

/** Returns the deviations of a call's requests and responses from the API document. */
async function problemsOfCall({ operation, run }: Omit<ContractCall, 'name'>): Promise<string[]> {
  const recorder = recordExchanges()
  const mira = createClient({ baseUrl: server.url, apiKey: server.apiKey, fetch: recorder.fetch, retry: false })
  await run(mira.extend(chat))
  const exchanges = recorder.take()
  const problems = exchanges.length === 0 ? ['nothing was requested'] : []
  for (const exchange of exchanges) {
    if (exchange.operation !== operation) problems.push(`${exchange.operation} was called`)
    if (operation.startsWith('POST')) problems.push(...api.checkRequest(operation, exchange.request))
    problems.push(...(await problemsOf(exchange)))
  }
  return problems
}

/** Returns the deviations of a response from the API document or, for streams, from the schemas of these tests. */
async function problemsOf(exchange: Exchange): Promise<string[]> {
  const body = await exchange.text()
  if (exchange.mediaType !== 'text/event-stream') return api.checkReply(exchange.operation, exchange, JSON.parse(body))
  const events = readEvents(body)
  return exchange.operation.endsWith('/responses') ? responseProblems(events) : chatProblems(exchange, events)
}

function chatProblems(exchange: Exchange, events: readonly StreamEvent[]): string[] {
  const chunks = events.slice(0, -1).map(({ data }) => JSON.parse(data))
  const reasons = chunks.flatMap(({ choices }) => choices).flatMap(({ finish_reason: reason }) => reason ?? [])
  return [
    ...chunks.flatMap((chunk) => api.checkReply(exchange.operation, exchange, chunk)),
    ...(events.at(-1)?.data === '[DONE]' ? [] : ['the stream does not end with [DONE]']),
    ...(chunks[0]?.choices[0]?.delta.role === 'assistant' ? [] : ['the first chunk tells no role']),
    ...(reasons.length === 1 ? [] : [`${reasons.length} chunks tell why the answer ended`]),
    ...(new Set(chunks.map(({ id }) => id)).size === 1 ? [] : ['the id changes']),
    ...(events.every(({ event }) => event === undefined) ? [] : ['an event has a name']),
  ]
}

function responseProblems(events: readonly StreamEvent[]): string[] {
  const payloads = events.map(({ data }) => JSON.parse(data))
  const problems = payloads.flatMap((payload, position) => {
    const schema = responseEventSchemas[payload.type]
    if (!schema) return [`the event ${payload.type} is not documented`]
    const isInPlace = payload.sequence_number === position && events[position]?.event === payload.type
    return [...api.check(schema, payload), ...(isInPlace ? [] : [`${payload.type} has a wrong name or number`])]
  })
  const isEnded = /^response\.(completed|incomplete)$/.test(payloads.at(-1)?.type)
  return [...problems, ...(isEnded ? [] : ['the last event does not tell how the response ended'])]
}
