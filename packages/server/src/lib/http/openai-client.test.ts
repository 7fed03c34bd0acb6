import OpenAI from 'openai'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDurationEngine, createHummingEngine } from '../test-support/audio-engines.test-support.ts'
import { createWordModerationEngine } from '../test-support/image-engines.test-support.ts'
import { noMediaEngines } from '../test-support/no-media-engines.test-support.ts'
import { connectClient } from '../test-support/realtime-client.test-support.ts'
import { startWordServer, type WordServer } from '../test-support/start-word-server.test-support.ts'
import { createWordChatEngine } from '../test-support/word-chat-engine.test-support.ts'

let server: WordServer
let openai: OpenAI
beforeAll(async () => {
  const sound = { speech: createHummingEngine(), transcription: createDurationEngine() }
  const engines = {
    ...noMediaEngines,
    ...sound,
    chat: createWordChatEngine(),
    moderation: createWordModerationEngine(),
  }
  server = await startWordServer({ engines, limits: { requestsPerMinute: 100 } })
  openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: server.apiKey, maxRetries: 0 })
})
afterAll(() => server.close())

it('moderates', async () => {
  const { results, model } = await openai.moderations.create({ input: ['hello', 'forbidden'] })
  expect([model, results.map(({ flagged }) => flagged)]).toEqual(['mira-moderation', [false, true]])
  expect(results[1]!.categories['self-harm']).toBe(false)
  expect(results[1]!.category_applied_input_types.hate).toEqual([])
})

it('completes', async () => {
  const params = { model: 'gpt-3.5-turbo-instruct', prompt: ['one', 'two'], max_tokens: 20 }
  const { choices, usage } = await openai.completions.create(params)
  expect(choices.map(({ text }) => text)).toEqual(['You said: one', 'You said: two'])
  expect(usage).toMatchObject({ prompt_tokens: 2, completion_tokens: 6 })
  const texts = ['', '']
  for await (const chunk of await openai.completions.create({ ...params, stream: true })) {
    for (const { index, text } of chunk.choices) texts[index] += text
  }
  expect(texts).toEqual(['You said: one', 'You said: two'])
})

it('rejects by name what it cannot complete', async () => {
  const params = { model: 'davinci-002', prompt: [[1, 2]], logprobs: 2 }
  await expect(openai.completions.create(params)).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('token arrays are not supported'),
  })
})

it('creates a client secret that opens a session', async () => {
  const session = { type: 'realtime' as const, instructions: 'Be brief', output_modalities: ['text' as const] }
  const secret = await openai.realtime.clientSecrets.create({
    session,
    expires_after: { anchor: 'created_at', seconds: 60 },
  })
  expect(secret.session).toMatchObject({ type: 'realtime', instructions: 'Be brief' })
  const protocols = ['realtime', `openai-insecure-api-key.${secret.value}`]
  using client = await connectClient(server, { protocols })
  expect((await client.next('session.created')).session.instructions).toBe('Be brief')
})

it('reads the rest of a limit', async () => {
  const asked = openai.chat.completions.create({ model: 'gpt-5', messages: [{ role: 'user', content: 'hi' }] })
  const { response } = await asked.withResponse()
  expect(response.headers.get('x-ratelimit-limit-requests')).toBe('100')
  expect(Number(response.headers.get('x-ratelimit-remaining-requests'))).toBeLessThan(100)
  expect(response.headers.get('x-ratelimit-reset-requests')).toMatch(/^(?:\d+s|1m0s)$/)
})
