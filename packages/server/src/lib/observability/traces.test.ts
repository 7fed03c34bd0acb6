import { context, propagation, trace } from '@opentelemetry/api'
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { startWordServer } from '../test-support/start-word-server.test-support.ts'

const chat = '/v1/chat/completions'
const secretWord = 'xylophone'
const ask = (content: string, fields = {}) => ({ model: 'mira', messages: [{ role: 'user', content }], ...fields })

// The setup that operators load with `node --import`.
const exporter = new InMemorySpanExporter()
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
provider.register()
beforeEach(() => exporter.reset())
afterAll(async () => {
  await provider.shutdown()
  // Other files of the same worker register their own.
  context.disable()
  propagation.disable()
  trace.disable()
})

const statements = ['begin', 'select', 'insert', 'update', 'commit']
const traceId = '0af7651916cd43dd8448eb211c80319c'
const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` }

/** Returns the spans of the caller's trace, once the span of the request has ended. */
async function findSpans(): Promise<readonly ReadableSpan[]> {
  const own = () => exporter.getFinishedSpans().filter((span) => span.spanContext().traceId === traceId)
  await expect.poll(() => own().some(({ parentSpanContext }) => parentSpanContext?.isRemote)).toBe(true)
  return own()
}

const namesOf = (spans: readonly ReadableSpan[]) => new Set(spans.map(({ name }) => name))

it.each([{ stream: false }, { stream: true }])('follows a chat through engine and store, $stream', async (fields) => {
  await using server = await startWordServer()
  await (await server.post(chat, ask(`${secretWord} two`, { temperature: 0.5, ...fields }), { headers })).text()
  const spans = await findSpans()
  const root = spans.find(({ name }) => name === `POST ${chat}`)!
  expect(root.parentSpanContext?.spanId).toBe('b7ad6b7169203331')
  expect(root.attributes).toMatchObject({ 'http.route': chat, 'http.response.status_code': 200 })
  const engine = spans.find(({ name }) => name === 'chat mira')!
  expect(engine.parentSpanContext?.spanId).toBe(root.spanContext().spanId)
  expect(engine.attributes).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'mira',
    'gen_ai.request.temperature': 0.5,
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': 2,
    'gen_ai.usage.output_tokens': expect.any(Number),
  })
  expect(namesOf(spans)).toEqual(
    new Set([`POST ${chat}`, 'chat mira', 'admit', 'record usage', ...statements.map((name) => `${name} sqlite`)]),
  )
})

it('says of a failure what kind it was, and of a request nothing that it held', async () => {
  await using server = await startWordServer()
  await (await server.post(chat, ask(`be-broken ${secretWord}`), { headers })).text()
  await (await server.post('/v1/embeddings', { model: 'mira-embed', input: secretWord }, { headers })).text()
  const spans = await findSpans()
  const engine = spans.find(({ name }) => name === 'chat mira')!
  expect([engine.status.code, engine.attributes['error.type']]).toEqual([2, 'Error'])
  const told = JSON.stringify(
    exporter.getFinishedSpans().map(({ name, attributes, events, status }) => [name, attributes, events, status]),
  )
  for (const secret of [secretWord, server.apiKey, 'secret internals', 'sk-mira-']) expect(told).not.toContain(secret)
})

it('makes no spans of its own accord', async () => {
  await using server = await startWordServer()
  await (await server.post(chat, ask('hi'), { headers })).text()
  await findSpans()
  const roots = exporter.getFinishedSpans().filter(({ parentSpanContext }) => parentSpanContext === undefined)
  expect(namesOf(roots)).toEqual(new Set())
})
