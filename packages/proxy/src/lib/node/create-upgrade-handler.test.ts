import { createClient, isMiraError } from '@mira/core'
import { connectRealtime } from '@mira/realtime'
import { startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { apiKey, startHost } from '../hosts.test-support.ts'

const created = { type: 'session.created', session: { id: 's' } }

function connect(url: string, headers: Record<string, string> = {}) {
  return connectRealtime(
    createClient({ baseUrl: `${url}/api/mira`, apiKey: null }),
    { voice: 'aria' },
    { headers, reconnect: false },
  )
}

it('joins the socket of a page with the API, and adds the key there', async () => {
  await using api = await startTestServer({
    'WS /v1/realtime': [
      { send: created },
      { expect: { type: 'session.update' } },
      { send: { type: 'session.updated', session: { voice: 'aria' } } },
    ],
  })
  await using app = await startHost(api.url)
  const session = await connect(app.url)
  for await (const event of session) if (event.type === 'session.updated') break
  const [upgrade] = api.requests
  expect(upgrade!.headers.authorization).toBe(`Bearer ${apiKey}`)
  expect(upgrade!.headers['sec-websocket-protocol']).toBe('mira-realtime.v1')
  await session.close()
  await api.socketsClosed()
})

it.each([
  { what: 'a page of another origin', headers: { origin: 'https://evil.example' }, options: {}, status: 403 },
  { what: 'a visitor who is not let in', headers: {}, options: { authorize: () => null }, status: 401 },
  {
    what: 'an endpoint that is not in allow',
    headers: {},
    options: { allow: ['GET /v1/models'] as const },
    status: 404,
  },
])('refuses $what with $status', async ({ headers, options, status }) => {
  await using api = await startTestServer({})
  await using app = await startHost(api.url, options)
  const error = await connect(app.url, headers).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(isMiraError(error) && error.status).toBe(status)
  expect(api.requests).toEqual([])
})

it.each([
  { what: 'the API refuses the key', refusal: 401, status: 502 },
  { what: 'the API is busy', refusal: 429, status: 429 },
])('answers $status when $what', async ({ refusal, status }) => {
  await using api = await startTestServer({
    'WS /v1/realtime': { refuse: { status: refusal, json: { detail: 'no' } } },
  })
  await using app = await startHost(api.url)
  const error = await connect(app.url).catch((reason: unknown) => reason)
  expect(isMiraError(error) && error.status).toBe(status)
})

it('holds a visitor to a number of sockets, and frees a place when one closes', async () => {
  await using api = await startTestServer({ 'WS /v1/realtime': [{ send: created }] })
  await using app = await startHost(api.url, { limits: { sockets: 1 } })
  const first = await connect(app.url)
  await expect(connect(app.url)).rejects.toMatchObject({ status: 429 })
  await first.close()
  await api.socketsClosed()
  const second = await connect(app.url)
  await second.close()
})
