import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { createGate, type Reply, startTestServer } from '@mira/test-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { metadataOf } from './call-report.ts'
import { createClient } from './client.ts'
import type { ClientOptions } from './client-options.ts'
import { isMiraError, MiraError } from './error.ts'
import { callThing, drain, openText, transports } from './pipeline.test-support.ts'

/** All output that could expose a secret. */
const seen: unknown[] = []
const listen: ChannelListener = (message) => void seen.push(message)
const channelNames = ['mira:request', 'mira:response', 'mira:retry', 'mira:end']

beforeAll(() => {
  for (const name of channelNames) subscribe(name, listen)
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => void seen.push(values))
  }
})
afterAll(() => {
  for (const name of channelNames) unsubscribe(name, listen)
  vi.restoreAllMocks()
})

/** Returns all text representations of an object. */
function textsOf(value: unknown): string {
  const texts = [
    inspect(value, {
      depth: Number.POSITIVE_INFINITY,
      showHidden: true,
      getters: true,
      maxStringLength: null,
      maxArrayLength: null,
    }),
  ]
  texts.push(JSON.stringify(value) ?? '')
  for (let current: unknown = value; current instanceof Error; current = current.cause) {
    texts.push(current.message, current.stack ?? '', inspect({ ...current }, { depth: null }))
    if (isMiraError(current)) texts.push(JSON.stringify([current.body, current.partial, current.attempts]))
  }
  return texts.join('\n')
}

const keys: readonly { form: string; canary: string; apiKey: (canary: string) => ClientOptions['apiKey'] }[] = [
  { form: 'of the documented form', canary: `sk-mira-${'c0ffee12'.repeat(5)}`, apiKey: (canary) => canary },
  { form: 'of another form', canary: 'canary/key"with\\odd=characters', apiKey: (canary) => canary },
  { form: 'made of digits', canary: '90210555', apiKey: (canary) => canary },
  { form: 'given by a function', canary: 'canary-from-a-function', apiKey: (canary) => async () => canary },
]

/** Ways in which a server or a proxy may echo the API key. */
const echoes: readonly { where: string; reply: (key: string) => Reply }[] = [
  { where: 'detail', reply: (key) => ({ status: 401, json: { detail: `Invalid API key: ${key}` } }) },
  {
    where: 'an error object',
    reply: (key) => ({ status: 401, json: { error: { message: `Bad ${key}`, code: key, type: key } } }),
  },
  {
    where: 'JSON inside detail',
    reply: (key) => ({ status: 422, json: { detail: JSON.stringify({ error: 'content_blocked', category: key }) } }),
  },
  {
    where: 'a name, a list',
    reply: (key) => ({
      status: 400,
      json: { [key]: [key, [{ msg: key }]], detail: [{ msg: key, loc: [key] }] },
    }),
  },
  { where: 'plain text', reply: (key) => ({ status: 500, text: `Traceback: authorization=${key}` }) },
  { where: 'HTML', reply: (key) => ({ status: 502, html: `<title>${key}</title><pre>${key}</pre>` }) },
  { where: 'a broken JSON body', reply: (key) => ({ status: 500, text: `{"detail":"${key}` }) },
  { where: 'a page instead of an answer', reply: (key) => ({ html: `<p>${key}</p>` }) },
  { where: 'a retried refusal', reply: (key) => ({ status: 503, json: { detail: key } }) },
  { where: 'a connection that breaks', reply: (key) => ({ status: 500, json: { detail: key }, dropAt: 20 }) },
  { where: 'a request id', reply: (key) => ({ status: 500, headers: { 'x-request-id': key } }) },
  {
    where: 'a Location',
    reply: (key) => ({ status: 302, headers: { location: `https://evil.test/?key=${encodeURIComponent(key)}` } }),
  },
]

describe.each(transports)('over $transport, a key', ({ fetch }) => {
  it.each(keys.flatMap((key) => echoes.map((echo) => ({ ...key, ...echo }))))(
    '$form, echoed in $where, is never seen',
    async ({ canary, apiKey, reply }) => {
      await using server = await startTestServer({ 'GET /v1/thing': reply(canary) })
      seen.length = 0
      const hook = (event: unknown): void => void seen.push(event)
      const hooks = { onRequest: hook, onResponse: hook, onRetry: hook, onEnd: hook, onWarning: hook }
      const client = createClient({
        baseUrl: server.url,
        fetch,
        apiKey: apiKey(canary),
        hooks,
        retry: { maxRetries: 1, baseDelayMs: 0 },
      })
      const outcome = await callThing(client).catch((error: unknown) => error)
      expect(outcome).toBeInstanceOf(MiraError)
      expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${canary}`)
      expect(seen.length).toBeGreaterThanOrEqual(4)
      for (const value of [client, outcome, ...seen]) expect(textsOf(value)).not.toContain(canary)
    },
  )

  it('is not in what a success, a stream, an abort or a timeout shows', async () => {
    const canary = `sk-mira-${'deadbeef'.repeat(5)}`
    await using server = await startTestServer({
      'GET /v1/thing': { json: { ok: true }, headers: { deprecation: 'yes' } },
      'POST /v1/stream': [{ sse: ['a', '[DONE]'] }, { sse: ['a', createGate()] }, { beforeHeaders: 'reset' }],
    })
    seen.length = 0
    const client = createClient({ baseUrl: server.url, fetch, apiKey: canary, retry: false, timeout: { idle: 50 } })
    const thing = await callThing(client)
    const streams = [openText(client), openText(client), openText(client)]
    const ends: unknown[] = []
    for (const stream of streams) ends.push(await drain(stream))
    const aborted = await callThing(client, { signal: AbortSignal.abort() }).catch((error: unknown) => error)
    for (const value of [
      thing,
      metadataOf(thing),
      ...streams,
      ...streams.map((stream) => metadataOf(stream)),
      ...ends,
      aborted,
      client,
      ...seen,
    ]) {
      expect(textsOf(value)).not.toContain(canary)
    }
  })
})
