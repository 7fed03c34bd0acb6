import { chat, defineTool, type RunToolsResult, type ToolStream } from '@mira/chat'
import { createClient } from '@mira/core'
import { jobs } from '@mira/jobs'
import { media } from '@mira/media'
import { registerMiraInstrumentation, traceAgent, traceTools } from '@mira/otel'
import { realtime } from '@mira/realtime'
import { type RunningServer, startServer } from '@mira/server'
import { startChaosProxy } from '@mira/test-server'
import { trace } from '@opentelemetry/api'
import * as registry from '@opentelemetry/semantic-conventions/incubating'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { attributesOf, exportedText, startSdk } from '../../packages/otel/src/lib/sdk.test-support.ts'
import { createDurationEngine } from '../../packages/server/src/lib/test-support/audio-engines.test-support.ts'
import { createGrayImageEngine } from '../../packages/server/src/lib/test-support/image-engines.test-support.ts'
import {
  createBoxVideoEngine,
  createScaleMusicEngine,
} from '../../packages/server/src/lib/test-support/job-engines.test-support.ts'

const sdk = startSdk()
let server: RunningServer & { readonly apiKey: string }
let unregister: () => void
/** Attributes of all spans of this file. */
const seen: Record<string, unknown> = {}

beforeAll(async () => {
  // The server's own spans go to the same exporter.
  trace.setGlobalTracerProvider(sdk.tracerProvider)
  server = await startServer({
    engines: {
      images: createGrayImageEngine(),
      moderation: null,
      music: createScaleMusicEngine(),
      transcription: createDurationEngine(),
      video: createBoxVideoEngine(),
    },
    faults: ({ path, attempt }) =>
      path === '/v1/chat/completions' && attempt === 1 ? { status: 503, retryAfterSeconds: 0 } : undefined,
  })
})
afterAll(async () => {
  await server.close()
  await sdk[Symbol.asyncDispose]()
})
beforeEach(() => {
  sdk.reset()
  unregister = registerMiraInstrumentation({ meterProvider: sdk.meterProvider })
})
afterEach(() => {
  Object.assign(seen, attributesOf(ours()))
  unregister()
})

/** Returns the spans of this package, without those of the server in the same process. */
const ours = () => sdk.spans().filter(({ instrumentationScope: { name } }) => name === '@mira/otel')
const connect = () =>
  createClient({ baseUrl: server.url, apiKey: server.apiKey, retry: { baseDelayMs: 1 } })
    .extend(chat)
    .extend(media)
    .extend(jobs)
    .extend(realtime)

const described = {
  name: 'get_weather',
  description: 'Gets the current weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}
const weather = defineTool<{ city: string }>({
  ...described,
  execute: ({ city }) => ({ city, temperature: -20, sky: 'пурга' }),
})
/** Waits for the end of a run. */
const settle = (run: Promise<RunToolsResult> | ToolStream): Promise<RunToolsResult> =>
  'final' in run ? run.final() : run

const question = 'What is the weather in Omsk and in Paris?'
const ask = () => ({ messages: [{ role: 'user', content: question }] })

describe('an agent against the local server', { timeout: 300_000 }, () => {
  it('is a tree of its calls, tools and retries, without content', async () => {
    const mira = connect()
    const { completion } = await traceAgent({ name: 'weather' }, () =>
      mira.chat.runTools({ ...ask(), tools: [weather] }),
    )
    expect(completion.text).toContain('-20')
    expect(sdk.tree(ours())).toEqual([
      'invoke_agent weather',
      ['chat mira', 'execute_tool get_weather', 'execute_tool get_weather', 'chat mira'],
    ])
    expect(ours().flatMap(({ events }) => events.map(({ name }) => name))).toContain('retry')
    expect(exportedText(sdk.spans())).not.toMatch(/Omsk|Paris|-20\b|пурга|sk-mira-/)
  })

  it('is the same tree if its answers are streamed', async () => {
    const mira = connect()
    await traceAgent({ name: 'погода' }, async () => {
      for await (const _ of mira.chat.streamTools({ ...ask(), tools: [weather] }));
    })
    expect(sdk.tree(ours())).toEqual([
      'invoke_agent погода',
      ['chat mira', 'execute_tool get_weather', 'execute_tool get_weather', 'chat mira'],
    ])
  })

  it.each(['runTools', 'streamTools'] as const)('is traced by the registration alone, by %s', async (operation) => {
    // Streams have no usage unless it is requested.
    const stream = operation === 'streamTools' && { stream_options: { include_usage: true } }
    const run = connect().chat[operation]({ ...ask(), ...stream, model: 'mira', tools: [weather] })
    const { usage } = await settle(run)
    expect(sdk.tree(ours())).toEqual([
      'invoke_agent',
      ['chat mira', 'execute_tool get_weather', 'execute_tool get_weather', 'chat mira'],
    ])
    const [agent] = ours().filter(({ name }) => name === 'invoke_agent')
    expect(agent?.attributes).toMatchObject({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.provider.name': 'mira',
      'gen_ai.request.model': 'mira',
      'gen_ai.usage.input_tokens': usage!.prompt_tokens,
      'gen_ai.usage.output_tokens': usage!.completion_tokens,
    })
    expect(exportedText(ours())).not.toMatch(/Omsk|Paris|-20\b|пурга/)
  })

  it('has one span for each tool, also if the tools are wrapped', async () => {
    const mira = connect()
    await mira.chat.runTools({ ...ask(), tools: traceTools([weather]) })
    expect(ours().filter(({ name }) => name.startsWith('execute_tool'))).toHaveLength(2)
  })

  it('has agents as tools, each with its own run', async () => {
    const mira = connect()
    const expert = defineTool<{ city: string }>({
      ...described,
      execute: async ({ city }) => {
        const content = `What is the weather in ${city}?`
        const { completion } = await mira.chat.runTools({ messages: [{ role: 'user', content }], tools: [weather] })
        return completion.text
      },
    })
    const messages = [{ role: 'user', content: 'What is the weather in Omsk?' }]
    await traceAgent({ name: 'planner' }, () => mira.chat.runTools({ messages, tools: [expert] }))
    expect(sdk.tree(ours())).toEqual([
      'invoke_agent planner',
      [
        'chat mira',
        'execute_tool get_weather',
        ['invoke_agent', ['chat mira', 'execute_tool get_weather', 'chat mira']],
        'chat mira',
      ],
    ])
  })

  it('is not an error if its reader leaves', async () => {
    for await (const item of connect().chat.streamTools({ ...ask(), tools: [weather] })) if (item.type) break
    const [agent] = ours().filter(({ name }) => name === 'invoke_agent')
    expect(agent?.status.code).toBe(0)
  })

  it('has its content if asked to, without the API key', async () => {
    unregister()
    unregister = registerMiraInstrumentation({ captureContent: true })
    const mira = connect()
    const leaking = { ...described, execute: ({ city }: { city: string }) => ({ city, key: server.apiKey }) }
    await mira.chat.runTools({ ...ask(), tools: [defineTool<{ city: string }>(leaking)] })
    const agent = ours().find(({ name }) => name === 'invoke_agent')
    expect(agent?.attributes['gen_ai.input.messages']).toContain(question)
    expect(agent?.attributes['gen_ai.input.messages']).not.toContain('tool_call')
    expect(agent?.attributes['gen_ai.output.messages']).toContain('assistant')
    const tool = ours().find(({ name }) => name === 'execute_tool get_weather')
    expect(JSON.parse(String(tool?.attributes['gen_ai.tool.call.arguments']))).toEqual({ city: 'Omsk' })
    expect(tool?.attributes['gen_ai.tool.call.result']).toContain('redacted')
    const text = exportedText(ours())
    expect(text).toContain(question)
    expect(text).not.toContain(server.apiKey)
  })

  it('reports a tool that fails, and a run that is aborted', async () => {
    const mira = connect()
    const controller = new AbortController()
    const failing = defineTool<{ city: string }>({
      ...described,
      execute: ({ city }) => {
        if (city === 'Paris') controller.abort(new Error('enough'))
        throw new RangeError('no such city')
      },
    })
    const run = traceAgent({ name: 'weather' }, () =>
      mira.chat.runTools({ ...ask(), tools: [failing] }, { signal: controller.signal }),
    )
    await expect(run).rejects.toThrow('enough')
    const failed = ours().map(({ name, attributes, status }) => [name, attributes['error.type'], status.code])
    expect(failed).toContainEqual(['execute_tool get_weather', 'RangeError', 2])
    expect(failed).toContainEqual(['invoke_agent weather', 'Error', 2])
  })
})

it('continues in the traces of the server', async () => {
  await connect().chat.create(ask())
  const [own] = ours()
  const below = () =>
    sdk.spans().filter(({ parentSpanContext }) => parentSpanContext?.spanId === own?.spanContext().spanId)
  // The server ends its span when the connection has closed.
  await expect.poll(() => below().length).toBeGreaterThan(0)
  const remote = below()
  expect(remote[0]?.parentSpanContext?.isRemote).toBe(true)
  expect(remote.map(({ name }) => name)).toContain('POST /v1/chat/completions')
  expect(remote.every((span) => span.spanContext().traceId === own?.spanContext().traceId)).toBe(true)
  // Both name the request alike.
  const ids = remote.map(({ attributes }) => attributes['mira.request_id'])
  expect(ids).toEqual(expect.arrayContaining(own?.attributes['http.response.header.x-request-id'] as string[]))
})

describe('other operations against the local server', { timeout: 300_000 }, () => {
  it('are described by the conventions', async () => {
    const mira = connect()
    await mira.responses.create({ input: 'What is 6 times 7?', max_output_tokens: 50 })
    await mira.responses.stream({ input: 'What is 6 times 7?' }).final()
    await mira.embeddings.create({ input: ['один', 'два'] })
    await mira.images.generate({ prompt: 'A lighthouse', size: '256x256' })
    const sound = await (await mira.audio.speech({ input: 'Hello there.' })).bytes()
    await mira.audio.transcribe({ file: new Blob([sound as BlobPart], { type: 'audio/mpeg' }) })
    await mira.models.list()
    const spans = ours().map(({ name, attributes }) => [
      name,
      attributes['gen_ai.operation.name'],
      attributes['gen_ai.output.type'],
    ])
    expect(spans).toEqual([
      ['chat mira', 'chat', undefined],
      ['chat mira', 'chat', undefined],
      ['embeddings mira-embed', 'embeddings', undefined],
      [expect.stringMatching(/^generate_content/), 'generate_content', 'image'],
      [expect.stringMatching(/^generate_content/), 'generate_content', 'speech'],
      [expect.stringMatching(/^generate_content/), 'generate_content', 'text'],
      ['models.list', undefined, undefined],
    ])
    expect(ours()[0]?.attributes).toMatchObject({
      'gen_ai.response.finish_reasons': ['completed'],
      'gen_ai.request.max_tokens': 50,
      'gen_ai.usage.input_tokens': expect.any(Number),
    })
    expect(ours()[2]?.attributes).toMatchObject({ 'gen_ai.usage.input_tokens': expect.any(Number) })
  })

  it('follow a job from its start to its end, with polls as events', async () => {
    const mira = connect()
    const job = await mira.video.generate({ prompt: 'Лодка', duration_seconds: 5 })
    await job.wait()
    const [start, wait, ...others] = ours()
    expect(others).toEqual([])
    expect([start?.name, wait?.name]).toEqual([expect.stringMatching(/^generate_content/), 'video.wait'])
    expect(start?.attributes['gen_ai.response.id']).toBe(job.id)
    expect(wait?.attributes['gen_ai.response.id']).toBe(job.id)
    expect(wait?.links.map(({ context }) => context.spanId)).toEqual([start?.spanContext().spanId])
    const events = wait?.events.map(({ name }) => name)
    expect(events).toContain('poll')
    expect(events?.filter((name) => name !== 'poll').at(-1)).toBe('succeeded')
    expect(exportedText(sdk.spans())).not.toContain('Лодка')
  })

  it('end the span of a job that is canceled, or no longer waited for', async () => {
    const mira = connect()
    const job = await mira.music.generate({ prompt: 'Slow piano, wait', instrumental: true, duration_seconds: 120 })
    await expect(job.wait({ signal: AbortSignal.timeout(50) })).rejects.toThrow()
    const waiting = job.wait()
    await job.cancel()
    await expect(waiting).rejects.toMatchObject({ code: 'job_canceled' })
    const waits = ours().filter(({ name }) => name === 'music.wait')
    expect(waits.map(({ attributes }) => attributes['error.type'])).toEqual(['timeout', 'job_canceled'])
  })

  it('follow a realtime session, its responses and its tools', async () => {
    const mira = connect()
    const session = await mira.realtime.connect({
      modalities: ['text'],
      tools: [{ ...described, execute: () => 'It is sunny.' }],
    })
    const answered = new Promise<void>((resolve) => {
      session.on('response.done', ({ response }) => {
        if (response.output?.some(({ type }) => type === 'message')) resolve()
      })
    })
    session.sendText('What is the weather in Paris?')
    await answered
    await session.close()
    expect(sdk.tree(ours())).toEqual([
      'realtime.session',
      [expect.stringMatching(/^chat/), 'execute_tool get_weather', expect.stringMatching(/^chat/)],
    ])
    const answer = ours().findLast(({ name }) => name.startsWith('chat'))
    expect(answer?.attributes).toMatchObject({
      'gen_ai.response.finish_reasons': ['completed'],
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
      'gen_ai.usage.output_tokens': expect.any(Number),
    })
    expect(exportedText(ours())).not.toMatch(/Paris|sunny/)
  })

  it('show how a realtime session reconnects, and end its responses with it', async () => {
    await using proxy = await startChaosProxy({ target: server.url.replace('http', 'ws'), script: [{}, {}] })
    const client = createClient({ baseUrl: proxy.url.replace('ws', 'http'), apiKey: server.apiKey }).extend(realtime)
    const controller = new AbortController()
    const session = await client.realtime.connect(
      { modalities: ['text'] },
      { reconnect: { baseDelayMs: 1 }, signal: controller.signal },
    )
    const reopened = new Promise<void>((resolve) => {
      session.on('mira.state', ({ state }) => state === 'open' && proxy.connections.length > 1 && resolve())
    })
    proxy.connections[0]?.reset()
    await reopened
    const answering = new Promise<void>((resolve) => session.on('response.created', () => resolve()))
    session.sendText('Count from 1 to 100.')
    await answering
    controller.abort(new Error('enough'))
    await session.closed
    const [answer, whole] = ours()
    expect([answer?.attributes['error.type'], whole?.attributes['error.type']]).toEqual(['Error', 'Error'])
    expect(whole?.events.map(({ name }) => name)).toEqual(expect.arrayContaining(['open', 'reconnecting', 'closed']))
    expect(ours()).toHaveLength(2)
  })
})

it('sets no attribute that the registry of the conventions does not have', () => {
  const names = new Set<unknown>(Object.values(registry))
  const unknown = Object.keys(seen).filter((name) => !names.has(name) && !name.startsWith('http.response.header.'))
  expect(unknown).toEqual([])
  expect(Object.keys(seen).length).toBeGreaterThan(25)
})
