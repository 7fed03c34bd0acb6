import { createClient } from '@mira/core'
import { type Reply, startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { createResponseStore, type ResponseStoreOptions } from './create-response-store.ts'
import { until } from './settled.test-support.ts'

const delta = (text: string) => ({ type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: text })
const completed = (text: string) => ({
  type: 'response.completed',
  response: { id: 'r1', status: 'completed', output: [{ type: 'message', content: [{ type: 'output_text', text }] }] },
})

async function open(replies: Reply[], options: ResponseStoreOptions = {}) {
  const server = await startTestServer({ 'POST /v1/responses': replies })
  const store = createResponseStore(createClient({ baseUrl: server.url, retry: false }), options)
  return { server, store, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

it('streams a response with the parameters of the options and of the request', async () => {
  const types: string[] = []
  const params = { model: 'mira', instructions: 'Be brief.' }
  await using opened = await open([{ sse: [delta('При'), delta('вет'), completed('Привет')] }], {
    params,
    onEvent: ({ type }) => types.push(type),
  })
  const { store, server } = opened
  expect([store.send({ input: 'Hi', temperature: 0 }), store.send('no')]).toEqual([true, false])
  const { text, response, error } = await until(store, ({ status }) => status === 'done')
  expect([text, response?.id, error]).toEqual(['Привет', 'r1', undefined])
  expect(types).toEqual(['response.output_text.delta', 'response.output_text.delta', 'response.completed'])
  expect(server.requests[0]!.json()).toMatchObject({ ...params, input: 'Hi', temperature: 0, stream: true })
})

it('keeps what arrived before a stop, and forgets it with a reset', async () => {
  await using opened = await open([{ sse: [delta('Half')], stallAt: 1e3 }])
  const { store, server } = opened
  store.send('Hi')
  await until(store, ({ text }) => text === 'Half')
  store.stop()
  await server.waitForClose()
  expect(store.getSnapshot()).toMatchObject({ status: 'stopped', text: 'Half' })
  store.reset()
  expect(store.getSnapshot()).toEqual(store.getInitialSnapshot())
})

it('continues a background response whose stream was interrupted', async () => {
  const created = {
    type: 'response.created',
    sequence_number: 0,
    response: { id: 'r1', status: 'in_progress', background: true, output: [] },
  }
  const numbered = (event: object, sequence_number: number) => ({ ...event, sequence_number })
  const server = await startTestServer({
    'POST /v1/responses': { sse: [created, numbered(delta('При'), 1)] },
    'GET /v1/responses/r1': { sse: [numbered(delta('вет'), 2), numbered(completed('Привет'), 3)] },
  })
  await using _ = server
  const store = createResponseStore(createClient({ baseUrl: server.url, retry: false }))
  expect(store.resume()).toBe(false)
  store.send({ input: 'Hi', background: true })
  const { response, text: half } = await until(store, ({ status }) => status === 'error')
  expect(half).toBe('При')
  expect(store.resume()).toBe(true)
  expect(store.getSnapshot()).toMatchObject({ status: 'submitted', text: 'При' })
  const { text } = await until(store, ({ status }) => status === 'done')
  expect([text, response?.id]).toEqual(['Привет', 'r1'])
})

it('reports an error with what arrived, and misuse in the same way', async () => {
  const errors: unknown[] = []
  await using opened = await open([{ sse: [delta('Half')] }], { onError: (error) => errors.push(error) })
  const { store } = opened
  store.send('Hi')
  const { text, error } = await until(store, ({ status }) => status === 'error')
  expect([text, error]).toMatchObject(['Half', { code: 'stream_interrupted' }])
  store.send({ input: [] })
  expect((await until(store, ({ status }) => status === 'error')).error).toBeInstanceOf(TypeError)
  expect(errors).toHaveLength(2)
  expect(() => store.update({ model: 'mira' } as ResponseStoreOptions)).toThrow(/model is unknown/)
})
