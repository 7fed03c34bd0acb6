import { createOpenAI } from '@ai-sdk/openai'
import { createMira } from '@mira/ai-sdk'
import { createClient } from '@mira/core'
import { type RunningServer, startServer } from '@mira/server'
import { createGate, type SseItem, startTestServer } from '@mira/test-server'
import {
  APICallError,
  createProviderRegistry,
  generateObject,
  generateText,
  experimental_generateVideo as generateVideo,
  experimental_getVideoStatus as getVideoStatus,
  isStepCount,
  type ModelMessage,
  NoSuchModelError,
  Output,
  experimental_startVideo as startVideo,
  streamObject,
  streamText,
  tool,
} from 'ai'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createGrayImageEngine } from '../../packages/server/src/lib/test-support/image-engines.test-support.ts'
import { createBoxVideoEngine } from '../../packages/server/src/lib/test-support/job-engines.test-support.ts'
import { createPng } from '../../packages/server/src/lib/test-support/png.test-support.ts'
import { collect, runProgram } from './ai-sdk-program.ts'

let server: RunningServer & { readonly apiKey: string }
let mira: ReturnType<typeof createMira>
beforeAll(async () => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false)
  const engines = { images: createGrayImageEngine(), video: createBoxVideoEngine(), moderation: null }
  server = await startServer({ engines })
  mira = createMira({ baseUrl: server.url, apiKey: server.apiKey })
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await server.close()
})

const models = () => [mira('mira'), mira.responses('mira')]
const order = z.object({ customer: z.string(), quantity: z.number() })

describe('a program for the AI SDK', () => {
  it('shows the same with this provider as with @ai-sdk/openai', async () => {
    const openai = createOpenAI({ baseURL: `${server.url}/v1`, apiKey: server.apiKey })
    const [ours, theirs] = [await runProgram(mira), await runProgram(openai)]
    expect(ours).toMatchObject({
      chat: { text: '6 * 7 = 42', finishReason: 'stop', order: { customer: 'Anna', quantity: 3 }, streamedSteps: 2 },
      dimensions: [1536, 1536],
      images: ['image/png', 'image/png', 'image/png'],
      audio: 'audio/wav',
    })
    expect(ours.chat.weather).toContain('-20')
    expect(ours.chat.steps).toEqual([
      ['tool-calls', [{ city: 'Omsk' }]],
      ['stop', []],
    ])
    expect(ours.transcript).toMatch(/how are you/i)
    expect(ours).toEqual(theirs)
  })
})

describe('the AI SDK', () => {
  it('reads an image of the prompt', async () => {
    const image = createPng({ width: 40, height: 30 })
    const content = [
      { type: 'text' as const, text: 'Which colors does it have?' },
      { type: 'image' as const, image },
    ]
    for (const model of models()) {
      const { text } = await generateText({ model, messages: [{ role: 'user', content }] })
      expect(text).toMatch(/color|gray|black|white/i)
    }
  })

  it('generates and streams objects', async () => {
    const prompt = 'Anna orders 3 apples'
    for (const model of models()) {
      expect((await generateObject({ model, schema: order, prompt })).object).toEqual({ customer: 'Anna', quantity: 3 })
      const stream = streamObject({ model, schema: order, prompt })
      const partial = await collect(stream.partialObjectStream)
      expect(partial.at(-1)).toEqual({ customer: 'Anna', quantity: 3 })
      const streamed = streamText({ model, prompt, output: Output.object({ schema: order }) })
      expect(await streamed.output).toEqual({ customer: 'Anna', quantity: 3 })
    }
  })

  it('sends the failure of a tool to the model', async () => {
    const get_weather = tool({
      description: 'Weather of a city',
      inputSchema: z.object({ city: z.string() }),
      execute: async (): Promise<string> => {
        throw new Error('The thermometer is frozen')
      },
    })
    for (const model of models()) {
      const { text, steps } = await generateText({
        model,
        tools: { get_weather },
        stopWhen: isStepCount(2),
        prompt: 'What is the weather in Omsk?',
      })
      expect(steps).toHaveLength(2)
      expect(text).toContain('frozen')
    }
  })

  it('finds models in a registry', async () => {
    const registry = createProviderRegistry({ mira })
    const { text } = await generateText({ model: registry.languageModel('mira:mira'), prompt: 'What is 2 + 2?' })
    expect(text).toContain('4')
  })

  it('starts a video in one process and receives it in another', async () => {
    const prompt = 'A boat on a lake'
    const { operation, warnings } = await startVideo({
      model: mira.videoModel('mira-video'),
      prompt,
      duration: 5,
      fps: 24,
    })
    expect(warnings).toMatchObject([{ type: 'unsupported', feature: 'fps' }])
    const kept = JSON.stringify(operation)
    const elsewhere = createMira({ baseUrl: server.url, apiKey: server.apiKey }).videoModel('mira-video')
    await expect
      .poll(async () => (await getVideoStatus(elsewhere, { operation: JSON.parse(kept) })).status, { interval: 500 })
      .toBe('completed')
    const status = await getVideoStatus(elsewhere, { operation: JSON.parse(kept) })
    const [video] = status.status === 'completed' ? status.videos : []
    expect(video?.mediaType).toBe('video/mp4')
  })

  it('polls a video until it is there, from a first frame', async () => {
    const image = createPng({ width: 160, height: 90 })
    const poll = { intervalMs: 200 }
    const prompt = { text: 'Clouds drift', image }
    const { video } = await generateVideo({ model: mira.videoModel('mira-video'), prompt, poll })
    expect(Buffer.from(video.uint8Array).toString('latin1', 4, 8)).toBe('ftyp')
  })

  it('gets errors of the server as its own', async () => {
    const stranger = createMira({ baseUrl: server.url, apiKey: `sk-mira-${'0'.repeat(40)}` })
    const error = await generateText({ model: stranger('mira'), prompt: 'x' }).catch((thrown) => thrown)
    expect(APICallError.isInstance(error) && error).toMatchObject({ statusCode: 401, isRetryable: false })
    for (const model of [mira('nobody'), mira.responses('nobody')]) {
      const unknown = await generateText({ model, prompt: 'x' }).catch((thrown) => thrown)
      expect(NoSuchModelError.isInstance(unknown) && unknown.modelId).toBe('nobody')
    }
  })

  it('ends a call of the server when it is aborted', async () => {
    const ended: unknown[] = []
    const hooks = { onEnd: ({ error }: { error?: unknown }) => void ended.push(error) }
    const client = createClient({ baseUrl: server.url, apiKey: server.apiKey, hooks })
    const controller = new AbortController()
    const stream = streamText({
      model: createMira(client)('mira'),
      prompt: 'Count from 1 to 200',
      abortSignal: controller.signal,
    })
    const types: string[] = []
    for await (const { type } of stream.fullStream) {
      types.push(type)
      if (type === 'text-delta') controller.abort()
    }
    expect(types).toContain('abort')
    expect(ended).toEqual([controller.signal.reason])
  })
})

describe('reasoning', () => {
  const delta = (fields: object, finish_reason: string | null = null) => ({
    id: 'c1',
    model: 'mira-thinking',
    choices: [{ index: 0, delta: fields, finish_reason }],
  })
  const usage = {
    prompt_tokens: 3,
    completion_tokens: 9,
    total_tokens: 12,
    completion_tokens_details: { reasoning_tokens: 4 },
  }
  const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } }
  const first: SseItem[] = [
    delta({ reasoning_content: 'Надо ' }),
    delta({ reasoning_content: 'посмотреть' }),
    delta({ tool_calls: [call] }, 'tool_calls'),
    { choices: [], usage },
    '[DONE]',
  ]
  const second: SseItem[] = [delta({ reasoning_content: 'Вижу' }), delta({ content: 'Ёж' }, 'stop'), '[DONE]']

  it('is streamed in blocks, and sent back with its calls', async () => {
    await using scripted = await startTestServer({ 'POST /v1/chat/completions': [{ sse: first }, { sse: second }] })
    const look = tool({ inputSchema: z.object({}), execute: async () => 'ёж' })
    const stream = streamText({
      model: createMira({ baseUrl: scripted.url, apiKey: null })('mira-thinking'),
      tools: { look },
      stopWhen: isStepCount(2),
      prompt: 'Кто там?',
    })
    const steps = await stream.steps
    expect(steps.map(({ reasoningText }) => reasoningText)).toEqual(['Надо посмотреть', 'Вижу'])
    expect(steps[0]?.usage.outputTokenDetails).toMatchObject({ reasoningTokens: 4, textTokens: 5 })
    expect(await stream.text).toBe('Ёж')
    expect((scripted.requests[1]!.json() as { messages: object[] }).messages.slice(1)).toEqual([
      {
        role: 'assistant',
        content: null,
        thinking_content: 'Надо посмотреть',
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'ёж' },
    ])
  })

  it('is accepted back by the local server', async () => {
    const messages: ModelMessage[] = [
      { role: 'user', content: 'What is 6 times 7?' },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'Six sevens.' },
          { type: 'text', text: '42' },
        ],
      },
      { role: 'user', content: 'What is 12 % of 250?' },
    ]
    for (const model of models()) expect((await generateText({ model, messages })).text).toContain('30')
  })
})

describe('a stream that is cut', () => {
  it('is reported, and finishes as interrupted with what it had', async () => {
    const half = {
      id: 'c1',
      model: 'mira',
      choices: [{ index: 0, delta: { content: 'Жил-был' }, finish_reason: null }],
    }
    await using scripted = await startTestServer({ 'POST /v1/chat/completions': { sse: [half] } })
    const errors: unknown[] = []
    const stream = streamText({
      model: createMira({ baseUrl: scripted.url, apiKey: null })('mira'),
      prompt: 'Расскажи сказку',
      onError: ({ error }) => void errors.push(error),
    })
    await stream.consumeStream()
    expect(await stream.text).toBe('Жил-был')
    expect(await stream.finishReason).toBe('interrupted')
    expect(errors).toMatchObject([{ name: 'AI_APICallError', cause: { code: 'stream_interrupted' } }])
  })

  it('closes the connection when the reader leaves', async () => {
    const half = { id: 'c1', model: 'mira', choices: [{ index: 0, delta: { content: 'Жил' }, finish_reason: null }] }
    await using scripted = await startTestServer({ 'POST /v1/chat/completions': { sse: [half, createGate()] } })
    const controller = new AbortController()
    const { textStream } = streamText({
      model: createMira({ baseUrl: scripted.url, apiKey: null })('mira'),
      prompt: 'x',
      abortSignal: controller.signal,
    })
    for await (const _text of textStream) controller.abort()
    await scripted.waitForClose()
  })
})
