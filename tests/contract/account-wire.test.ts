import { type AccountMembers, account } from '@mira/account'
import { type Client, createClient } from '@mira/core'
import { type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ApiDocument, readApiDocument } from './lib/api-document.ts'
import { type Exchange, recordExchanges } from './lib/record-exchanges.ts'

let server: RunningServer
let api: ApiDocument
beforeAll(async () => {
  server = await startServer()
  api = await readApiDocument(server.url)
})
afterAll(() => server.close())

interface AccountCall {
  readonly operation: string
  readonly run: (mira: Client & AccountMembers) => Promise<unknown>
}

const calls: AccountCall[] = [
  { operation: 'GET /v1/api-keys', run: (mira) => mira.apiKeys.list() },
  { operation: 'GET /v1/billing/balance', run: (mira) => mira.billing.balance() },
  {
    operation: 'GET /v1/billing/transactions',
    run: (mira) => mira.billing.transactions({ type: 'bonus' }).toArray({ limit: 5 }),
  },
  { operation: 'GET /v1/usage', run: (mira) => mira.usage.get() },
  {
    operation: 'GET /v1/usage',
    run: (mira) => mira.usage.get({ start: '2026-01-01', end: '2026-12-31', group_by: 'model' }),
  },
]

it.each(calls)('$operation: the reply is as described', async ({ operation, run }) => {
  const recorder = recordExchanges()
  await run(connect(recorder.fetch))
  const exchange = recorder.take().at(-1)!
  expect(withoutId(exchange.operation)).toBe(operation)
  expect(await problemsOf(exchange)).toEqual([])
})

it('creates and revokes a key as described', async () => {
  const recorder = recordExchanges()
  const mira = connect(recorder.fetch)
  const { id, secret } = await mira.apiKeys.create({ name: 'contract' })
  await mira.apiKeys.revoke(id)
  const [created, revoked] = recorder.take()
  expect(api.checkRequest('POST /v1/api-keys', created!.request)).toEqual([])
  const { key, ...rest } = JSON.parse(await created!.text())
  expect([created!.status, key]).toEqual([201, secret.reveal()])
  expect(api.check({ $ref: 'api#/components/schemas/ApiKey' }, rest)).toEqual([])
  expect([withoutId(revoked!.operation), revoked!.status]).toEqual(['DELETE /v1/api-keys/{id}', 204])
  expect(api.operations).toContain('DELETE /v1/api-keys/{id}')
  expect(await revoked!.text()).toBe('')
})

it.each([
  { what: 'a name that is too long', run: ({ apiKeys }: AccountMembers) => apiKeys.create({ name: 'n'.repeat(300) }) },
  {
    what: 'an unknown key',
    run: ({ apiKeys }: AccountMembers) => apiKeys.revoke('11111111-2222-4333-8444-555555555555'),
  },
  { what: 'a day that is none', run: ({ usage }: AccountMembers) => usage.get({ start: '2026-13-01' }) },
])('$what: the refusal is as described, and understood', async ({ run }) => {
  const recorder = recordExchanges()
  const error = await run(connect(recorder.fetch)).catch((reason: unknown) => reason)
  const exchange = recorder.take().at(-1)!
  expect(error).toMatchObject({ status: exchange.status, requestId: expect.any(String) })
  expect(exchange.status).toBeGreaterThanOrEqual(400)
  expect(await problemsOf(exchange)).toEqual([])
})

it('describes the quota as it is answered', async () => {
  const answer = await fetch(`${server.url}/v1/quota`, { headers: { authorization: `Bearer ${server.apiKey}` } })
  const reply = { status: answer.status, mediaType: 'application/json' }
  expect(api.checkReply('GET /v1/quota', reply, await answer.json())).toEqual([])
})

function connect(fetch: ReturnType<typeof recordExchanges>['fetch']) {
  return createClient({ baseUrl: server.url, apiKey: server.apiKey, fetch, retry: false }).extend(account)
}

/** Returns the deviations of an exchange from the API document. */
async function problemsOf(exchange: Exchange): Promise<string[]> {
  const operation = withoutId(exchange.operation)
  return api.checkReply(operation, exchange, JSON.parse(await exchange.text()))
}

function withoutId(operation: string): string {
  return operation.replace(/(?<=\/api-keys\/).+$/, '{id}')
}
