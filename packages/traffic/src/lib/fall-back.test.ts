import { createChatCompletion, createEmbeddings, streamChatCompletion } from '@mira/chat'
import { createClient, isMiraError, metadataOf } from '@mira/core'
import { createScriptedFetch, createVirtualClock, type ScriptedStep } from '@mira/core/testing'
import { type Reply, startTestServer } from '@mira/test-server'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answeredBy, type FallbackOptions, fallBack } from './fall-back.ts'

// Node loads these parts with their first use, during which virtual time would pass.
await new Response(new Response('x').body).arrayBuffer()

const route = 'POST /v1/chat/completions'
const messages = [{ role: 'user' as const, content: 'Hello' }]
const answer = {
  id: 'c1',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
}
const chunk = { choices: [{ index: 0, delta: { content: 'Hi' } }] }

/** Two servers, and a client of the first that falls back to the second. */
async function startTwo(first: Reply | Reply[], second: Reply | Reply[], options?: FallbackOptions) {
  const one = await startTestServer({ [route]: first, 'POST /v1/embeddings': first })
  const two = await startTestServer({ [route]: second })
  const other = createClient({
    baseUrl: two.url,
    apiKey: 'sk-mira-other-key-0123456789',
    model: 'other',
    headers: { 'x-tenant': 'other' },
  })
  const base = createClient({
    baseUrl: one.url,
    apiKey: 'sk-mira-own-key-0123456789',
    headers: { 'x-tenant': 'own' },
    retry: false,
  })
  return {
    one,
    two,
    client: fallBack(base, [{ client: other }], options),
    async [Symbol.asyncDispose]() {
      await one.close()
      await two.close()
    },
  }
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: unknown) => (isMiraError(error) ? String(error.code) : String(error)),
  )

describe('a call with a fallback', () => {
  it.each<{ reason: string; reply: Reply }>([
    { reason: '429', reply: { status: 429 } },
    { reason: '503', reply: { status: 503 } },
    { reason: '529', reply: { status: 529 } },
    { reason: '404', reply: { status: 404 } },
    { reason: 'an unknown model', reply: { status: 400, json: { error: { code: 'model_not_found', message: 'no' } } } },
  ])('is sent to the next address after $reason, and says which one answered', async ({ reply }) => {
    await using servers = await startTwo(reply, { json: answer })
    const { client, one, two } = servers
    const completion = await createChatCompletion(client, { messages, temperature: 0 })
    expect(answeredBy(completion)).toMatchObject({
      target: 1,
      model: 'other',
      failures: [{ operation: 'chat.create' }],
    })
    expect(metadataOf(completion)?.url).toBe(`${two.url}/v1/chat/completions`)
    expect([one.requests.length, two.requests.length]).toEqual([1, 1])
    expect(two.requests[0]?.json()).toMatchObject({ model: 'other', temperature: 0, messages })
  })

  it('stays with the client if that answers', async () => {
    await using servers = await startTwo({ json: answer }, { json: answer })
    expect(answeredBy(await createChatCompletion(servers.client, { messages }))).toMatchObject({
      target: 0,
      failures: [],
    })
    expect(servers.two.requests).toEqual([])
  })

  it('is sent elsewhere when the address cannot be reached', async () => {
    await using servers = await startTwo({ json: answer }, { json: answer })
    const gone = await startTestServer({})
    await gone.close()
    const other = createClient({ baseUrl: servers.two.url, apiKey: null })
    const client = fallBack(createClient({ baseUrl: gone.url, apiKey: null, retry: false }), [{ client: other }])
    expect(answeredBy(await createChatCompletion(client, { messages }))?.target).toBe(1)
  })

  it.each<{ failure: string; reply: Reply; code: string }>([
    { failure: '400', reply: { status: 400 }, code: 'bad_request' },
    { failure: '401', reply: { status: 401 }, code: 'unauthorized' },
    { failure: '402', reply: { status: 402 }, code: 'insufficient_balance' },
  ])('is not sent elsewhere after $failure', async ({ reply, code }) => {
    await using servers = await startTwo(reply, { json: answer }, { evenIfBilledTwice: true })
    expect(await codeOf(createChatCompletion(servers.client, { messages }))).toBe(code)
    expect(servers.two.requests).toEqual([])
  })

  it.each<{ failure: string; reply: Reply; code: string }>([
    { failure: '500', reply: { status: 500 }, code: 'server_error' },
    { failure: 'a lost connection', reply: { beforeHeaders: 'drop' }, code: 'connection_failed' },
    { failure: 'half an answer', reply: { json: answer, dropAt: 20 }, code: 'connection_failed' },
  ])('is sent elsewhere after $failure only if asked', async ({ reply, code }) => {
    await using careful = await startTwo(reply, { json: answer })
    expect(await codeOf(createChatCompletion(careful.client, { messages }))).toBe(code)
    expect(careful.two.requests).toEqual([])
    await using bold = await startTwo(reply, { json: answer }, { evenIfBilledTwice: true })
    expect(answeredBy(await createChatCompletion(bold.client, { messages }))?.target).toBe(1)
  })

  it('gives up a silent target, and takes the time of an attempt anew', async () => {
    const options = { silentMs: 50, evenIfBilledTwice: true }
    await using servers = await startTwo({ beforeHeaders: 'stall' }, { json: answer }, options)
    expect(answeredBy(await createChatCompletion(servers.client, { messages }))).toMatchObject({
      target: 1,
      failures: [{ code: 'timeout', message: 'chat.create: no answer within 50 ms (silentMs)' }],
    })
  })

  it('retries a target before the next if asked', async () => {
    const clock = createVirtualClock()
    const { client, fetch } = scripted(clock, [{ status: 503 }, { status: 503 }, { status: 503 }, { json: answer }], {
      retries: 2,
    })
    const completion = await clock.run(createChatCompletion(client, { messages }))
    expect(answeredBy(completion)).toMatchObject({ target: 1, model: 'small' })
    expect(fetch.requests.map((request) => (request.json() as { model: string }).model)).toEqual([
      'mira',
      'mira',
      'mira',
      'small',
    ])
    expect(fetch.requests[2]!.atMs - fetch.requests[0]!.atMs).toBe(250 + 500)
  })

  it('tries a target that asked for a delay last until then', async () => {
    const clock = createVirtualClock()
    const { client } = scripted(
      clock,
      [{ status: 429, headers: { 'retry-after': '30' } }, { json: answer }, { json: answer }, { json: answer }],
      {},
    )
    const targets: (number | undefined)[] = []
    for (const waitMs of [0, 1_000, 30_000]) {
      await clock.advance(waitMs)
      targets.push(answeredBy(await clock.run(createChatCompletion(client, { messages })))?.target)
    }
    expect(targets).toEqual([1, 1, 0])
  })

  it('fails with the error of the last target', async () => {
    await using servers = await startTwo({ status: 503 }, { status: 429 })
    expect(await codeOf(createChatCompletion(servers.client, { messages }))).toBe('rate_limited')
  })

  it('applies to chats and responses unless other operations are named', async () => {
    await using servers = await startTwo({ status: 503 }, { json: answer })
    expect(await codeOf(createEmbeddings(servers.client, { input: 'x' }))).toBe('overloaded')
    expect(servers.two.requests).toEqual([])
  })
})

/** A client with a fallback to another model at the same address. */
function scripted(clock: ReturnType<typeof createVirtualClock>, steps: ScriptedStep[], options: FallbackOptions) {
  const fetch = createScriptedFetch({ [route]: steps }, { clock })
  const settings = { baseUrl: 'http://mira.test', apiKey: null, retry: false, random: () => 0.5 } as const
  return { fetch, client: fallBack(createClient({ ...settings, fetch, clock }), [{ model: 'small' }], options) }
}

describe('a stream with a fallback', () => {
  it('is switched before its first event, and reports who answered', async () => {
    await using servers = await startTwo({ status: 503 }, { sse: [chunk, '[DONE]'] })
    const stream = streamChatCompletion(servers.client, { messages })
    expect((await stream.final()).choices[0]?.message.content).toBe('Hi')
    expect(answeredBy(stream)).toMatchObject({ target: 1 })
  })

  it('is switched when it is silent before its first event, even with keep-alive comments', async () => {
    const silent: Reply = { sse: [chunk], stallAt: 0, commentIntervalMs: 5 }
    await using servers = await startTwo(silent, { sse: [chunk, '[DONE]'] }, { silentMs: 60, evenIfBilledTwice: true })
    const stream = streamChatCompletion(servers.client, { messages })
    expect((await stream.final()).choices[0]?.message.content).toBe('Hi')
    expect(answeredBy(stream)).toMatchObject({ target: 1, failures: [{ code: 'timeout' }] })
  })

  it('is not switched after its first event', async () => {
    await using servers = await startTwo(
      { sse: [chunk, chunk], dropAt: 70 },
      { sse: [chunk, '[DONE]'] },
      { evenIfBilledTwice: true, silentMs: 5_000 },
    )
    expect(await codeOf(streamChatCompletion(servers.client, { messages }).final())).toBe('stream_interrupted')
    expect(servers.two.requests).toEqual([])
  })
})

describe('the credentials of an address', () => {
  it('are not sent to another one, nor are headers of the client and the call', async () => {
    await using servers = await startTwo({ status: 503 }, { json: answer })
    const { client, one, two } = servers
    const headers = { authorization: 'Bearer call-secret', 'x-call': 'secret' }
    await createChatCompletion(client, { messages }, { headers, idempotencyKey: 'key-1' })
    const [received] = two.requests
    expect(one.requests[0]?.headers).toMatchObject({ authorization: 'Bearer call-secret', 'x-tenant': 'own' })
    expect(received?.headers).toMatchObject({
      authorization: 'Bearer sk-mira-other-key-0123456789',
      'x-tenant': 'other',
    })
    expect(JSON.stringify(received?.headers)).not.toMatch(/own|secret|key-1/)
  })

  it('are redacted from the errors of that address', async () => {
    const echo: Reply = { status: 503, json: { detail: 'no: hidden-key-of-the-other' } }
    await using servers = await startTwo({ status: 503 }, echo)
    const { two, one } = servers
    for (const apiKey of ['hidden-key-of-the-other', () => 'hidden-key-of-the-other']) {
      const base = createClient({ baseUrl: one.url, apiKey: null, retry: false })
      const client = fallBack(base, [{ client: createClient({ baseUrl: two.url, apiKey }) }])
      const error = await createChatCompletion(client, { messages }).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ message: expect.stringContaining('no: [redacted]') })
      expect(JSON.stringify([error, (error as { body: unknown }).body])).not.toContain('hidden-key')
    }
  })
})

it('never sends a request twice that may have been processed', async () => {
  const processed: ScriptedStep[] = [{ status: 500 }, { status: 502 }, { status: 408 }, { beforeHeaders: 'drop' }]
  const unprocessed: ScriptedStep[] = [{ status: 429 }, { status: 503 }, { status: 529 }, { status: 404 }]
  const anyStep = fc.oneof(
    fc.constantFrom(...processed).map((step) => ({ step, isProcessed: true })),
    fc.constantFrom(...unprocessed).map((step) => ({ step, isProcessed: false })),
    fc.constant({ step: { json: answer } as ScriptedStep, isProcessed: true }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 6, maxLength: 6 }), fc.nat({ max: 1 }), async (steps, retries) => {
      const clock = createVirtualClock()
      const { client, fetch } = scripted(
        clock,
        steps.map(({ step }) => step),
        { retries },
      )
      await clock.run(codeOf(createChatCompletion(client, { messages })))
      const sent = steps.slice(0, fetch.requests.length)
      expect(sent.filter(({ isProcessed }) => isProcessed).length).toBeLessThanOrEqual(1)
      expect(sent.slice(0, -1).some(({ isProcessed }) => isProcessed)).toBe(false)
    }),
    { numRuns: 40 },
  )
})

it.each([
  [{ silentMs: 100 }, 'silentMs requires evenIfBilledTwice'],
  [{ retries: -1 }, 'retries must be an integer of at least 0'],
  [{ reasons: ['slow'] as never }, 'reasons must be among overloaded, unknown'],
  [{ after: 1 } as never, 'after is unknown; use the names in FallbackOptions'],
])('refuses the options %j', (options, message) => {
  expect(() => fallBack(createClient({ apiKey: null }), [{ model: 'x' }], options)).toThrow(message)
})

it.each([[[]], [[{}]], [[{ url: 'http://x' }]]])('refuses the targets %j', (targets) => {
  expect(() => fallBack(createClient({ apiKey: null }), targets as never)).toThrow(TypeError)
})
