import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiDocument, readApiDocument } from './lib/api-document.ts'
import { type ContractCall, calls } from './lib/calls.ts'
import { checkExchange } from './lib/check-exchange.ts'
import { type Exchange, recordExchanges } from './lib/record-exchanges.ts'

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
    expect(await checkExchange(api, exchange as Exchange)).toEqual([])
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
    problems.push(...(await checkExchange(api, exchange)))
  }
  return problems
}
