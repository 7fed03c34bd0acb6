import { chat } from '@mira/chat'
import { createClient, type MiraError } from '@mira/core'
import { type ErrorStyle, type ServerOptions, startServer } from '@mira/server'
import { describe, expect, it } from 'vitest'
import { createWordChatEngine } from '../../packages/server/src/lib/test-support/word-chat-engine.test-support.ts'
import { readApiDocument } from './lib/api-document.ts'
import { chatErrorSchema, responseEventSchemas } from './lib/event-schemas.ts'
import { readEvents, recordExchanges } from './lib/record-exchanges.ts'

/** Starts a server that fails on demand, with a client whose exchanges are recorded. */
async function start(options: ServerOptions & { dataDir?: undefined }) {
  const server = await startServer({ engines: { chat: createWordChatEngine(), embeddings: null }, ...options })
  const recorder = recordExchanges()
  const client = createClient({ baseUrl: server.url, apiKey: server.apiKey, fetch: recorder.fetch, retry: false })
  return { url: server.url, mira: client.extend(chat), recorder, [Symbol.asyncDispose]: () => server.close() }
}

const failureOf = (call: Promise<unknown>): Promise<MiraError> =>
  call.then(
    () => expect.fail('The call did not fail'),
    (error) => error,
  )

const styles: readonly ErrorStyle[] = ['detail', 'detail_json', 'openai', 'text', 'empty', 'html']
const failures = [
  { status: 400, code: 'bad_request', retryable: false },
  { status: 401, code: 'unauthorized', retryable: false },
  { status: 402, code: 'insufficient_balance', retryable: false },
  { status: 403, code: 'forbidden', retryable: false },
  { status: 404, code: 'not_found', retryable: false },
  { status: 409, code: 'conflict', retryable: false },
  { status: 422, code: 'bad_request', retryable: false },
  { status: 429, code: 'rate_limited', retryable: true },
  { status: 500, code: 'server_error', retryable: true },
  { status: 503, code: 'overloaded', retryable: true },
]

describe.each(styles)('errors in the form %s', (errorStyle) => {
  it('are distinguished by their status, with the text where the form has one', async () => {
    const faults: ServerOptions['faults'] = ({ attempt }) => ({
      status: failures[attempt - 1]?.status ?? 500,
      detail: 'Something is amiss',
      retryAfterSeconds: 3,
    })
    await using server = await start({ errorStyle, faults })
    for (const { status, code, retryable } of failures) {
      const error = await failureOf(server.mira.chat.create({ messages: [{ role: 'user', content: 'Hello' }] }))
      expect(error).toMatchObject({ status, code, retryable, retryAfterMs: 3_000, requestId: expect.any(String) })
      if (errorStyle !== 'empty' && errorStyle !== 'html') expect(error.message).toContain('Something is amiss')
    }
  })
})

describe('a failure inside a stream', () => {
  it('of chat is reported by an event, and thrown with what had arrived', async () => {
    await using server = await start({})
    const stream = server.mira.chat.stream({ messages: [{ role: 'user', content: 'fail-late' }] })
    expect(await failureOf(stream.final())).toMatchObject({ code: 'server_error', retryable: true })
    const api = await readApiDocument(server.url)
    const events = readEvents((await server.recorder.take()[0]?.text()) ?? '')
    expect(api.check(chatErrorSchema, JSON.parse(events.at(-1)?.data ?? ''))).toEqual([])
    expect(stream.snapshot.choices[0]?.finish_reason).toBeNull()
    expect(stream.snapshot.choices[0]?.message.content).toMatch(/\w/)
  })

  it('of a response is reported by response.failed, and thrown with what had arrived', async () => {
    await using server = await start({})
    const stream = server.mira.responses.stream({ input: 'fail-late' })
    expect(await failureOf(stream.final())).toMatchObject({ code: 'server_error', partial: { status: 'failed' } })
    const api = await readApiDocument(server.url)
    const last = JSON.parse(readEvents((await server.recorder.take()[0]?.text()) ?? '').at(-1)?.data ?? '')
    expect(last.type).toBe('response.failed')
    expect(api.check(responseEventSchemas[last.type] ?? {}, last)).toEqual([])
    expect(stream.snapshot.output_text).toMatch(/\w/)
  })
})
