import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, jsonSchema, streamText, tool } from 'ai'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWordServer, type WordServer } from './lib/test-support/start-word-server.test-support.ts'

let server: WordServer
beforeAll(async () => {
  server = await startWordServer()
})
afterAll(() => server.close({ graceMs: 0 }))

const cityParameters = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
  additionalProperties: false,
}
const messages = [{ role: 'user' as const, content: 'one two three' }]

describe('the official openai package', () => {
  let openai: OpenAI
  beforeAll(() => {
    openai = new OpenAI({ apiKey: server.apiKey, baseURL: `${server.url}/v1`, maxRetries: 0 })
  })

  it('creates and streams chat completions', async () => {
    const whole = await openai.chat.completions.create({ model: 'mira', messages })
    expect(whole.choices[0]?.message.content).toBe('You said: one two three')
    const options = { include_usage: true }
    const stream = openai.chat.completions.stream({ model: 'mira', messages, stream_options: options })
    const final = await stream.finalChatCompletion()
    expect(final.choices[0]?.message.content).toBe('You said: one two three')
    expect(final.choices[0]?.finish_reason).toBe('stop')
    expect(final.usage).toEqual(whole.usage)
  })

  it('runs tools over chat completions', async () => {
    const runner = openai.chat.completions.runTools({
      model: 'mira',
      messages: [{ role: 'user', content: 'use get_weather' }],
      stream: true,
      tools: [
        {
          type: 'function',
          function: {
            name: 'get_weather',
            description: 'Weather of a city',
            parameters: cityParameters,
            parse: JSON.parse,
            function: ({ city }: { city: string }) => `rain in ${city}`,
          },
        },
      ],
    })
    expect(await runner.finalContent()).toBe('The tool said rain in use get_weather')
  })

  it('parses structured output', async () => {
    const completion = await openai.chat.completions.parse({
      model: 'mira',
      messages,
      response_format: { type: 'json_schema', json_schema: { name: 'place', strict: true, schema: cityParameters } },
    })
    expect(JSON.parse(completion.choices[0]!.message.content!)).toEqual({ city: 'one two three' })
  })

  it('asks for vectors as base64 by default, and gets the same as in numbers', async () => {
    const input = ['good morning', 'good evening']
    const byDefault = await openai.embeddings.create({ model: 'mira-embed', input })
    const inNumbers = await openai.embeddings.create({ model: 'mira-embed', input, encoding_format: 'float' })
    expect(byDefault.data.map(({ embedding }) => embedding.length)).toEqual([26, 26])
    for (const [index, { embedding }] of byDefault.data.entries()) {
      expect(Float32Array.from(embedding)).toEqual(Float32Array.from(inNumbers.data[index]!.embedding))
    }
  })

  it('lists models', async () => {
    const ids = []
    for await (const model of openai.models.list()) ids.push(model.id)
    expect(ids).toEqual(['mira', 'mira-thinking', 'mira-embed'])
    expect((await openai.models.retrieve('mira')).owned_by).toBe('vmira')
  })

  it('creates responses that go on from each other', async () => {
    const first = await openai.responses.create({ model: 'mira', input: 'one two', instructions: 'Be brief' })
    expect(first.output_text).toBe('You said: one two')
    expect(first.usage).toMatchObject({ input_tokens: 4, output_tokens: 4, total_tokens: 8 })
    await openai.responses.create({ model: 'mira', input: 'three', previous_response_id: first.id })
    expect(server.chat.requests.at(-1)?.messages).toEqual([
      { role: 'user', content: 'one two' },
      { role: 'assistant', content: 'You said: one two' },
      { role: 'user', content: 'three' },
    ])
    expect((await openai.responses.retrieve(first.id)).output_text).toBe('You said: one two')
    await openai.responses.delete(first.id)
    await expect(openai.responses.retrieve(first.id)).rejects.toMatchObject({ status: 404 })
  })

  it('streams responses through its own accumulator', async () => {
    const stream = openai.responses.stream({ model: 'mira-thinking', input: 'one two' })
    let text = ''
    stream.on('response.output_text.delta', ({ delta }) => {
      text += delta
    })
    const final = await stream.finalResponse()
    expect(text).toBe('You said: one two')
    expect(final.output_text).toBe('You said: one two')
    expect(final.output.map(({ type }) => type)).toEqual(['reasoning', 'message'])
  })

  it('calls functions and structures text over responses', async () => {
    const tools = [{ type: 'function' as const, name: 'get_weather', parameters: cityParameters, strict: true }]
    const stream = openai.responses.stream({ model: 'mira', input: 'use get_weather', tools })
    const called = await stream.finalResponse()
    const [call] = called.output
    if (call?.type !== 'function_call') throw new Error(`Expected a call, got ${call?.type}`)
    expect(JSON.parse(call.arguments)).toEqual({ city: 'use get_weather' })
    const answered = await openai.responses.create({
      model: 'mira',
      previous_response_id: called.id,
      input: [{ type: 'function_call_output', call_id: call.call_id, output: 'rain' }],
      tools,
    })
    expect(answered.output_text).toBe('The tool said rain')
    const structured = await openai.responses.parse({
      model: 'mira',
      input: 'Paris',
      text: { format: { type: 'json_schema', name: 'place', strict: true, schema: cityParameters } },
    })
    expect(JSON.parse(structured.output_text)).toEqual({ city: 'Paris' })
  })

  it('reads errors', async () => {
    const unknown = openai.chat.completions.create({ model: 'gpt', messages })
    await expect(unknown).rejects.toMatchObject({ status: 400, requestID: expect.any(String) })
    const broken = openai.chat.completions.stream({ model: 'mira', messages: [{ role: 'user', content: 'fail-late' }] })
    await expect(broken.finalChatCompletion()).rejects.toThrow('Upstream went away')
    const failed = openai.responses.stream({ model: 'mira', input: 'fail-late' })
    expect(await failed.finalResponse()).toMatchObject({ status: 'failed', error: { message: 'Upstream went away' } })
  })
})

describe('the ai package with an OpenAI-compatible provider', () => {
  const model = () => {
    const provider = createOpenAICompatible({ name: 'mira', apiKey: server.apiKey, baseURL: `${server.url}/v1` })
    return provider('mira')
  }

  it('generates and streams text', async () => {
    const whole = await generateText({ model: model(), prompt: 'one two three' })
    expect(whole.text).toBe('You said: one two three')
    expect(whole.usage).toMatchObject({ inputTokens: 3, outputTokens: 5 })
    const stream = streamText({ model: model(), prompt: 'one two three' })
    expect(await stream.text).toBe('You said: one two three')
    expect(await stream.finishReason).toBe('stop')
  })

  it('calls tools', async () => {
    const result = await generateText({
      model: model(),
      prompt: 'use get_weather',
      tools: { get_weather: tool({ inputSchema: jsonSchema<{ city: string }>(cityParameters) }) },
    })
    expect(result.toolCalls).toMatchObject([{ toolName: 'get_weather', input: { city: 'use get_weather' } }])
  })
})
