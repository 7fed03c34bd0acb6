import { inspect } from 'node:util'
import { createClient, MiraError } from '@mira/core'
import { type Reply, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { streamChatCompletion } from './stream-chat-completion.ts'
import { streamParsedChatCompletion } from './stream-parsed-chat-completion.ts'
import { streamResponse } from './stream-response.ts'
import { streamTools } from './stream-tools.ts'
import { defineTool } from './tool.ts'

const messages = [{ role: 'user', content: 'Hello' }]
const schema = { '~standard': { version: 1 as const, vendor: 'test', validate: (value: unknown) => ({ value }) } }
const begin = { choices: [{ index: 0, delta: { content: 'Hi' } }] }

/** Errors in which a server or a gateway may echo the API key after status 200. */
const replies: readonly { where: string; reply: (key: string) => Reply }[] = [
  { where: 'an error field', reply: (key) => ({ sse: [{ error: { message: `Bad ${key}`, code: key } }] }) },
  { where: 'an error in mid-stream', reply: (key) => ({ sse: [begin, { error: `Bad ${key}` }] }) },
  { where: 'an error event', reply: (key) => ({ sse: [{ event: 'error', data: { message: key } }] }) },
  { where: 'an error event of text', reply: (key) => ({ sse: [{ event: 'error', data: `Bad ${key}` }] }) },
  { where: 'a choice', reply: (key) => ({ sse: [{ choices: [{ index: 0, error: { message: key } }] }] }) },
  { where: 'a JSON body', reply: (key) => ({ json: { error: { message: `Bad ${key}` } } }) },
  {
    where: 'a failed response',
    reply: (key) => ({
      sse: [{ event: 'response.failed', data: { type: 'response.failed', response: { error: { message: key } } } }],
    }),
  },
]

describe.each([
  { form: 'of the documented form', apiKey: `sk-mira-${'c0ffee12'.repeat(5)}` },
  { form: 'of another form', apiKey: 'canary/key' },
])('an API key $form', ({ apiKey }) => {
  it.each(replies)('echoed by a stream in $where is never seen', async ({ reply }) => {
    await using server = await startTestServer({
      'POST /v1/chat/completions': reply(apiKey),
      'POST /v1/responses': reply(apiKey),
    })
    const client = createClient({ baseUrl: server.url, apiKey: async () => apiKey, retry: false })
    const tools = [defineTool({ name: 'echo', execute: (args) => args })]
    const streams = [
      streamChatCompletion(client, { messages }),
      streamParsedChatCompletion(client, { messages, schema }),
      streamTools(client, { messages, tools }),
      streamResponse(client, { input: 'Hello' }),
    ]
    for (const stream of streams) {
      const error: unknown = await stream.final().catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(MiraError)
      const { message, stack, body } = error as MiraError
      expect(message).toMatch(/^(chat|responses)\.\w+: ./)
      const texts = [JSON.stringify(error), message, stack, inspect(body, { depth: null })]
      expect(texts.join()).not.toContain(apiKey)
    }
  })
})
