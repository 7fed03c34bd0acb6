// Bugs found in comparable clients in the summer of 2026, unless already covered by the tests of a package
// (docs/peers.md lists where each is covered).
import { createResponse, streamChatCompletion, streamResponse } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { getMusic, getVideo } from '@mira/jobs'
import { connectRealtime } from '@mira/realtime'
import { countAbortListeners, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'

const apiKey = 'sk-mira-0000000000000000000000000000000000000000'
const connect = (baseUrl: string) => createClient({ baseUrl, apiKey, retry: false })
const messages = [{ role: 'user' as const, content: 'Hi' }]

const chunk = (delta: object, finish_reason: string | null = null, index: unknown = 0): object => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'mira',
  choices: [{ index, delta, finish_reason }],
})

describe('the end of a stream is what says [DONE] and nothing else', () => {
  it.each(['[DONE', '[DONE]]', ' [DONE].', '[done]', '"[DONE]"', 'data: [DONE]'])('not %j', async (data) => {
    await using server = await startTestServer({
      'POST /v1/chat/completions': { sse: [chunk({ content: 'Hal' }), { data }, chunk({ content: 'lo' }, 'stop')] },
    })
    const outcome = await streamChatCompletion(connect(server.url), { messages })
      .final()
      .catch((error) => error)
    // Either ignored or an error, never a truncated answer that seems complete.
    if (isMiraError(outcome)) expect(outcome.code).toBe('invalid_response')
    else expect(outcome.choices[0]?.message.content).toBe('Hallo')
  })

  it('also when an answer speaks of it', async () => {
    await using server = await startTestServer({
      'POST /v1/chat/completions': {
        sse: [chunk({ content: '[DONE]' }), chunk({ content: ' is the end' }, 'stop'), '[DONE]'],
      },
    })
    const { choices } = await streamChatCompletion(connect(server.url), { messages }).final()
    expect(choices[0]?.message.content).toBe('[DONE] is the end')
  })
})

describe('indices from the wire', () => {
  it.each([1e9, 2 ** 53, -1, 0.5, '__proto__', null])('a choice with index %j costs no memory', async (index) => {
    const sse = [chunk({ content: 'a' }, null, index), chunk({ content: 'b' }, 'stop', index), '[DONE]']
    await using server = await startTestServer({ 'POST /v1/chat/completions': { sse } })
    const outcome = await streamChatCompletion(connect(server.url), { messages })
      .final()
      .catch((error) => error)
    expect(outcome.choices?.length ?? 0).toBeLessThan(3)
    expect(isMiraError(outcome) || outcome.choices.length > 0).toBe(true)
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it.each([1e9, 2 ** 53, -1, '__proto__'])('a piece of a response at place %j costs no memory', async (place) => {
    const piece = { type: 'response.output_text.delta', output_index: place, content_index: place, delta: 'a' }
    const item = { type: 'response.output_item.added', output_index: place, item: { id: 'i', type: 'message' } }
    const end = { type: 'response.completed', response: { id: 'r' } }
    const sse = [item, piece, end].map((event) => ({ event: event.type, data: JSON.stringify(event) }))
    await using server = await startTestServer({ 'POST /v1/responses': { sse } })
    const outcome = await streamResponse(connect(server.url), { input: 'Hi' })
      .final()
      .catch((error) => error)
    expect(isMiraError(outcome) || (outcome.output?.length ?? 0) < 3).toBe(true)
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})

it('a limit for one event does not limit the stream', async () => {
  const text = 'x'.repeat(40_000)
  const sse = [...Array.from({ length: 50 }, () => chunk({ content: text })), chunk({}, 'stop'), '[DONE]']
  await using server = await startTestServer({ 'POST /v1/chat/completions': { sse } })
  const client = createClient({ baseUrl: server.url, apiKey, limits: { maxEventBytes: 64 * 1024 } })
  const { choices } = await streamChatCompletion(client, { messages }).final()
  expect(choices[0]?.message.content).toHaveLength(50 * text.length)
})

it.each([getMusic, getVideo])('an id leads to no other path: %o', async (get) => {
  await using server = await startTestServer({})
  const client = connect(server.url)
  for (const id of ['../../api-keys', '..\\api-keys', 'a?b=c', 'a#b', '%2e%2e/keys']) {
    await get(client, id).catch(() => undefined)
  }
  const paths = server.requests.map(({ path }) => path)
  expect(paths.length).toBeGreaterThan(0)
  for (const path of paths) expect(path).toMatch(/^\/v1\/(audio\/music|video(\/jobs)?)\/[^/?#\\]+$/)
  await expect(get(client, '..')).rejects.toThrow(TypeError)
})

it('a body that breaks off reveals nothing of its content', async () => {
  const secret = 'the-patient-is-called-Anna'
  await using server = await startTestServer({ 'POST /v1/responses': { text: `{"id":"r","text":"${secret}` } })
  const error = await createResponse(connect(server.url), { input: 'Hi' }).catch((reason) => reason)
  expect(error).toMatchObject({ code: 'invalid_response' })
  expect(`${error} ${error.message} ${error.cause ?? ''}`).not.toContain(secret)
})

it('a voice session leaves no listener on the signal that outlives it', async () => {
  await using server = await startTestServer({
    'WS /v1/realtime': async (socket) => {
      await socket.send({ type: 'session.created', session: {} })
      await socket.closed
    },
  })
  const { signal } = new AbortController()
  for (let session = 0; session < 10; session += 1) {
    await using open = await connectRealtime(connect(server.url), {}, { signal, heartbeat: false })
    expect(open.sampleRates.output).toBe(24_000)
  }
  expect(countAbortListeners(signal)).toBe(0)
})
