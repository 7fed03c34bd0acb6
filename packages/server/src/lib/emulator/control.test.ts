import fc from 'fast-check'
import { expect, it } from 'vitest'
import { control } from '../test-support/control-client.test-support.ts'
import { connectClient } from '../test-support/realtime-client.test-support.ts'
import { ask, startEmulator } from '../test-support/start-emulator.test-support.ts'

const enabled = { emulator: { control: true } }
const ofTest = (testId: string) => ({ 'x-mira-test-id': testId })

it.each([
  { name: 'without a token', headers: {}, status: 401 },
  { name: 'with a wrong token', headers: { authorization: 'Bearer x' }, status: 401 },
  { name: 'through a proxy', headers: { 'x-forwarded-for': '203.0.113.9' }, status: 403 },
  { name: 'with an API key', headers: { authorization: 'key' }, status: 401 },
])('rejects a caller $name', async ({ headers, status }) => {
  await using server = await startEmulator([], enabled)
  const authorization = headers.authorization === 'key' ? { authorization: `Bearer ${server.apiKey}` } : {}
  const response = await fetch(`${server.control!.url}/clock`, { headers: { ...headers, ...authorization } })
  expect(response.status).toBe(status)
})

it('admits the callers of a proxy if it is exposed, and uses the given token', async () => {
  await using server = await startEmulator([], { emulator: { control: { token: 'secret', isExposed: true } } })
  const headers = { authorization: 'Bearer secret', 'x-forwarded-for': '203.0.113.9' }
  expect((await fetch(`${server.control!.url}/clock`, { headers })).status).toBe(200)
})

it('is absent unless enabled, and in the API description if it is', async () => {
  await using without = await startEmulator([])
  expect(without.control).toBeUndefined()
  expect((await fetch(`${without.url}/__mira/clock`)).status).toBe(404)
  await using server = await startEmulator([], enabled)
  const { paths } = (await (await fetch(`${server.url}/openapi.json`)).json()) as { readonly paths: object }
  const described = Object.keys(paths).filter((path) => path.startsWith('/__mira/'))
  expect(described.toSorted()).toEqual(
    [
      'clock',
      'faults',
      'fixtures',
      'fixtures/{id}',
      'keys',
      'keys/assign',
      'requests',
      'requests/wait',
      'reset',
      'snapshots',
      'snapshots/restore',
      'snapshots/{name}',
      'topups',
    ].map((path) => `/__mira/${path}`),
  )
})

it('records requests and answers, with secrets masked', async () => {
  await using server = await startEmulator([{ name: 'greeting', answer: { text: 'Hi' } }], enabled)
  await ask(server, `my key is ${server.apiKey}`, ofTest('one'))
  const { body } = await control(server, 'GET', 'requests?testId=one')
  expect(body).toMatchObject({
    hasMore: false,
    data: [
      {
        testId: 'one',
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { authorization: 'Bearer ***' },
        body: { model: 'mira', messages: [{ role: 'user', content: 'my key is sk-mira-***' }] },
        state: 'finished',
        status: 200,
        response: { choices: [{ message: { content: 'Hi' } }] },
        fixture: 'greeting',
      },
    ],
  })
  expect(JSON.stringify(body)).not.toContain(server.apiKey)
})

it('records streams, forms, rejected requests and sessions', async () => {
  await using server = await startEmulator([{ answer: { text: 'Hi', transcript: 'Hi' } }], enabled)
  const messages = [{ role: 'user', content: 'Hello' }]
  await (await server.post('/v1/chat/completions', { model: 'mira', stream: true, messages })).text()
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(1_000)]), 'a.wav')
  const headers = { authorization: `Bearer ${server.apiKey}` }
  await (await fetch(`${server.url}/v1/audio/transcribe`, { method: 'POST', headers, body: form })).text()
  await (await fetch(`${server.url}/v1/models?x=1`, { headers: { authorization: 'Bearer wrong' } })).text()
  const client = await connectClient(server)
  await client.next('session.created')
  client.socket.close()
  await client.closed
  const wanted = { path: '/v1/realtime' }
  const { body: waited } = await control(server, 'POST', 'requests/wait', wanted)
  expect(waited.data[0]).toMatchObject({ headers: { 'sec-websocket-protocol': expect.any(String) } })
  const { body } = await control(server, 'GET', 'requests')
  expect(body.data).toMatchObject([
    { response: expect.stringContaining('data: [DONE]'), responseBytes: expect.any(Number) },
    { body: { fields: {}, files: [{ field: 'file', bytes: 1_000 }] }, response: { text: 'Hi' } },
    { path: '/v1/models', query: 'x=1', status: expect.any(Number) },
    { path: '/v1/realtime', events: [{ direction: 'sent', event: { type: 'session.created' } }, {}] },
  ])
  expect(JSON.stringify(body)).not.toContain(server.apiKey)
})

it('pages and filters the journal', async () => {
  await using server = await startEmulator([{ answer: { text: 'Hi' } }], enabled)
  for (const content of ['one', 'two', 'three']) await ask(server, content)
  const { body: first } = await control(server, 'GET', 'requests?limit=2')
  expect([first.data.length, first.hasMore]).toEqual([2, true])
  const { body: second } = await control(server, 'GET', `requests?limit=2&after=${first.data[1].id}`)
  expect([second.data.length, second.hasMore]).toEqual([1, false])
  const { body: found } = await control(server, 'GET', 'requests?contains=two&status=200&method=POST')
  expect(found.data.map(({ id }: { readonly id: string }) => id)).toEqual([first.data[1].id])
  expect((await control(server, 'GET', 'requests?limit=x')).status).toBe(400)
})

it('waits for a request, and reports how many came in time', async () => {
  await using server = await startEmulator([{ answer: { text: 'Hi' } }], enabled)
  const waiting = control(server, 'POST', 'requests/wait', { contains: 'hello', count: 2 })
  await ask(server, 'hello')
  await ask(server, 'other')
  await ask(server, 'hello again')
  expect((await waiting).body.data).toHaveLength(2)
  const late = await control(server, 'POST', 'requests/wait', { contains: 'never', timeoutMs: 10 })
  expect(late).toMatchObject({ status: 408, body: { detail: '0 of 1 requests matched {"contains":"never"} in 10 ms' } })
})

it('adds, lists and removes fixtures for one test or for all', async () => {
  await using server = await startEmulator([{ answer: { text: 'code' } }], enabled)
  const { body } = await control(server, 'POST', 'fixtures', {
    testId: 'one',
    fixtures: [{ name: 'a', answer: { text: 'one' } }],
  })
  await control(server, 'POST', 'fixtures', { fixtures: [{ name: 'b', answer: { text: 'all' } }] })
  const answers = () => Promise.all(['one', 'two'].map((testId) => ask(server, 'Hi', ofTest(testId))))
  expect(await answers()).toEqual(['one', 'all'])
  const { body: listed } = await control(server, 'GET', 'fixtures?testId=one')
  expect(listed.data.map(({ name }: { readonly name: string }) => name)).toEqual(['a', 'b', 'code 1'])
  await control(server, 'DELETE', `fixtures/${body.data[0].id}`)
  expect(await answers()).toEqual(['all', 'all'])
  expect((await control(server, 'DELETE', `fixtures/${body.data[0].id}`)).status).toBe(404)
  await control(server, 'POST', 'fixtures', { testId: 'two', fixtures: [{ answer: { text: 'two' } }] })
  await control(server, 'DELETE', 'fixtures?testId=two')
  expect(await answers()).toEqual(['all', 'all'])
  await control(server, 'DELETE', 'fixtures')
  expect(await answers()).toEqual(['code', 'code'])
})

it.each([
  { path: 'fixtures', body: { fixtures: [{ answer: {} }] }, detail: 'fixtures[0].answer: expected at least one field' },
  {
    path: 'fixtures',
    body: { fixtures: [{ answer: { audio: { file: '/etc/passwd' } } }] },
    detail: 'a file can be named in fixture files only',
  },
  {
    path: 'fixtures',
    body: { fixtures: [{ match: { user: '/(/' }, answer: { text: 'x' } }] },
    detail: 'fixtures[0].match.user: ',
  },
  { path: 'faults', body: { faults: [{ fault: { status: 200 } }] }, detail: 'faults[0].fault.status: ' },
  {
    path: 'faults',
    body: { faults: [{ fault: { headers: { a: 'b\r\nc: d' } } }] },
    detail: 'faults[0].fault.headers.a: ',
  },
  { path: 'clock', body: { advanceMs: -1 }, detail: 'advanceMs: ' },
])('rejects an invalid body of $path', async ({ path, body, detail }) => {
  await using server = await startEmulator([], enabled)
  const rejected = await control(server, 'POST', path, body)
  expect(rejected.status).toBe(422)
  expect(rejected.body.detail).toContain(detail)
})

it('attributes requests with the key of a test to the test, and seeds its balance', async () => {
  await using server = await startEmulator([{ answer: { text: 'shared' } }], enabled)
  const { body } = await control(server, 'POST', 'keys', { testId: 'one', plan: 'pro', balanceKopecks: 500 })
  await control(server, 'POST', 'fixtures', { testId: 'one', fixtures: [{ answer: { text: 'of one' } }] })
  expect(await ask(server, 'Hi', { authorization: `Bearer ${body.key}` })).toBe('of one')
  expect(await ask(server, 'Hi')).toBe('shared')
  expect((await control(server, 'POST', 'keys/assign', { key: body.key, testId: 'two' })).status).toBe(200)
  expect(await ask(server, 'Hi', { authorization: `Bearer ${body.key}` })).toBe('shared')
  expect((await control(server, 'POST', 'keys/assign', { key: 'sk-mira-x', testId: 'two' })).status).toBe(400)
  const topped = await control(server, 'POST', 'topups', { userId: body.userId, amountKopecks: 100 })
  expect(topped.body.balanceKopecks).toBeGreaterThan(580)
  expect((await control(server, 'POST', 'topups', { userId: 'nobody', amountKopecks: 1 })).status).toBe(400)
})

it('advances the clock', async () => {
  await using server = await startEmulator([], { ...enabled, now: () => 1_000 })
  expect((await control(server, 'GET', 'clock')).body).toEqual({ now: 1_000, offsetMs: 0 })
  expect((await control(server, 'POST', 'clock', { advanceMs: 500 })).body).toEqual({ now: 1_500, offsetMs: 500 })
  await control(server, 'POST', 'reset', {})
  expect((await control(server, 'GET', 'clock')).body).toEqual({ now: 1_000, offsetMs: 0 })
})

it('resets one test or everything, and cancels the jobs of its keys', async () => {
  const job = { job: { steps: [{ afterMs: 3_600_000 }] } }
  await using server = await startEmulator(
    [{ match: { occurrence: 1, endpoint: 'chat' }, answer: { text: 'first' } }, { answer: { text: 'later', ...job } }],
    enabled,
  )
  const { body } = await control(server, 'POST', 'keys', { testId: 'one' })
  await server.post(
    '/v1/audio/music',
    { prompt: 'x', duration: 5 },
    { headers: { authorization: `Bearer ${body.key}` } },
  )
  const answers = () => Promise.all(['one', 'two'].map((testId) => ask(server, 'Hi', ofTest(testId))))
  expect(await answers()).toEqual(['first', 'first'])
  expect((await control(server, 'POST', 'reset', { testId: 'one' })).body).toEqual({ canceledJobs: 1 })
  expect(await answers()).toEqual(['first', 'later'])
  expect((await control(server, 'GET', 'requests?testId=one')).body.data).toHaveLength(1)
  await control(server, 'POST', 'reset', {})
  expect((await control(server, 'GET', 'requests')).body.data).toEqual([])
  expect(await answers()).toEqual(['first', 'first'])
})

it('keeps tests apart that run at the same time', async () => {
  await using server = await startEmulator([{ answer: { text: 'shared' } }], enabled)
  const anyTest = fc.record({ texts: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }), isFailing: fc.boolean() })
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyTest, { minLength: 2, maxLength: 4 }), async (tests) => {
      run += 1
      const results = tests.map(async ({ texts, isFailing }, index) => {
        const testId = `${run}-${index}`
        const fixtures = texts.map((text, at) => ({ match: { occurrence: at + 1 }, answer: { text } }))
        if (fixtures.length > 0) await control(server, 'POST', 'fixtures', { testId, fixtures })
        const fault = { fault: { status: 418, detail: testId }, times: 1, after: texts.length }
        if (isFailing) await control(server, 'POST', 'faults', { testId, faults: [fault] })
        const answers: string[] = []
        for (let count = 0; count <= texts.length; count++) answers.push(await ask(server, 'Hi', ofTest(testId)))
        const { body } = await control(server, 'GET', `requests?testId=${testId}`)
        await control(server, 'POST', 'reset', { testId })
        return { answers, requests: body.data.length }
      })
      expect(await Promise.all(results)).toEqual(
        tests.map(({ texts, isFailing }, index) => ({
          answers: [...texts, isFailing ? `418 ${run}-${index}` : 'shared'],
          requests: texts.length + 1,
        })),
      )
    }),
    { numRuns: 15 },
  )
})
