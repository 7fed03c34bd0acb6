import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { chat } from './chat.ts'

const messages = [{ role: 'user', content: 'Hello' }]
const message = { role: 'assistant', content: '{}' }

it('binds every operation to the client', async () => {
  const whole = { id: 'c', choices: [{ index: 0, message, finish_reason: 'stop' }] }
  const chunk = { id: 'c', choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] }
  const response = { type: 'response.completed', response: { id: 'r', output: [] } }
  const isStream = (body: unknown) => (body as { stream?: boolean }).stream === true
  await using server = await startTestServer({
    'POST /v1/chat/completions': (request) => (isStream(request.json()) ? { sse: [chunk] } : { json: whole }),
    'POST /v1/responses': (request) => (isStream(request.json()) ? { sse: [response] } : { json: response.response }),
    'POST /v1/embeddings': { json: { data: [{ index: 0, embedding: [1] }] } },
    'GET /v1/models': { json: { data: [{ id: 'mira' }] } },
  })
  const mira = createClient({ baseUrl: server.url }).extend(chat)
  const tools = [{ name: 'none', execute: () => 0 }]
  expect((await mira.chat.create({ messages })).id).toBe('c')
  expect(await mira.chat.stream({ messages }).text()).toBe('Hi')
  expect((await mira.chat.parse({ messages, schema: z.object({}) })).data).toEqual({})
  expect((await mira.chat.runTools({ messages, tools })).rounds).toBe(1)
  expect((await mira.chat.streamTools({ messages, tools }).final()).rounds).toBe(1)
  expect((await mira.responses.create({ input: 'Hi' })).id).toBe('r')
  expect(await mira.responses.stream({ input: 'Hi' }).text()).toBe('')
  expect((await mira.embeddings.create({ input: 'Hi' })).data[0]?.embedding).toEqual(new Float32Array([1]))
  expect((await mira.models.list()).data).toEqual([{ id: 'mira' }])
})
