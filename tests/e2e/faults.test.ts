import { chat } from '@mira/chat'
import { createClient, isMiraError, type RequestOptions } from '@mira/core'
import { countAbortListeners, everyByteOf, leakCheck, type Reply, startTestServer } from '@mira/test-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

type Mira = ReturnType<typeof connect>

const connect = (baseUrl: string, fetch?: typeof globalThis.fetch) =>
  createClient({ baseUrl, fetch, apiKey: 'sk-mira-0000000000000000000000000000000000000000', retry: false }).extend(
    chat,
  )

const messages = [{ role: 'user', content: 'Hi' }]
const chunk = (delta: object, finish_reason: string | null = null): object => ({
  id: 'c',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'mira',
  choices: [{ index: 0, delta, finish_reason }],
})
const completed = { id: 'r', output: [{ type: 'message', content: [{ type: 'output_text', text: 'Grüße' }] }] }

/** Each way of reading a response: the full response, and the result expected by the user. */
const uses: readonly {
  name: string
  reply: Reply
  whole: unknown
  run(mira: Mira, options: RequestOptions): Promise<unknown>
}[] = [
  {
    name: 'chat.create',
    reply: { json: { id: 'c', choices: [{ index: 0, message: { role: 'assistant', content: 'Grüße 🌍' } }] } },
    whole: 'Grüße 🌍',
    run: async (mira, options) => (await mira.chat.create({ messages }, options)).choices[0]?.message.content,
  },
  {
    name: 'chat.stream',
    reply: {
      sse: [chunk({ role: 'assistant', content: 'Grü' }), chunk({ content: 'ße 🌍' }), chunk({}, 'stop'), '[DONE]'],
    },
    whole: 'Grüße 🌍',
    async run(mira, options) {
      let text = ''
      for await (const item of mira.chat.stream({ messages }, options)) text += item.text
      return text
    },
  },
  {
    name: 'responses.stream',
    reply: {
      sse: [
        { event: 'response.output_text.delta', data: '{"type":"response.output_text.delta","delta":"Grüße"}' },
        { event: 'response.completed', data: JSON.stringify({ type: 'response.completed', response: completed }) },
      ],
    },
    whole: 'Grüße',
    run: async (mira, options) => (await mira.responses.stream({ input: 'Hi' }, options).final()).output_text,
  },
  {
    name: 'embeddings.create',
    reply: { json: { model: 'e', data: [{ index: 0, embedding: 'AACAPwAAAEA=' }], usage: { prompt_tokens: 1 } } },
    whole: [1, 2],
    run: async (mira, options) => [
      ...((await mira.embeddings.create({ input: 'Hi' }, options)).data[0]?.embedding ?? []),
    ],
  },
]

/** Only a stall has to be waited for; with other faults, a busy machine may be slow. */
const patience = (ms: number): RequestOptions => ({ timeout: { attempt: ms, firstEvent: ms, idle: ms } })

/** Faults at a byte offset, and the allowed outcomes of the call. */
const faults: readonly {
  name: string
  spoil(offset: number): Partial<Reply>
  ends: readonly string[]
  waitMs?: number
}[] = [
  { name: 'a clean end', spoil: (cutAt) => ({ cutAt }), ends: ['whole', 'stream_interrupted', 'invalid_response'] },
  {
    name: 'a closed connection',
    spoil: (dropAt) => ({ dropAt }),
    ends: ['whole', 'stream_interrupted', 'connection_failed'],
  },
  { name: 'a reset', spoil: (resetAt) => ({ resetAt }), ends: ['whole', 'stream_interrupted', 'connection_failed'] },
  { name: 'a stall', spoil: (stallAt) => ({ stallAt }), ends: ['whole', 'timeout'], waitMs: 60 },
  { name: 'a tear', spoil: (offset) => ({ splitAt: [offset] }), ends: ['whole'] },
]

const transports = [
  { transport: 'the runtime transport', fetch: undefined },
  { transport: 'fetch', fetch: globalThis.fetch },
]

const strays: unknown[] = []
const note = (reason: unknown): void => void strays.push(reason)
beforeAll(() => void process.on('unhandledRejection', note))
afterAll(() => void process.off('unhandledRejection', note))

describe.each(transports)('over $transport', ({ fetch }) => {
  describe.each(uses)('$name', ({ reply, whole, run }) => {
    it.each(faults)(
      'ends whole or in one typed error, wherever $name comes',
      async ({ spoil, ends, waitMs = 20_000 }) => {
        const leaks = leakCheck()
        const { signal } = new AbortController()
        const seen = new Set<string>()
        for (const offsets of inBatches([...everyByteOf(reply)], 40)) {
          await Promise.all(
            offsets.map(async (offset) => {
              const spoiled = { ...reply, ...spoil(offset) } as Reply
              await using server = await startTestServer({
                'POST /v1/chat/completions': spoiled,
                'POST /v1/responses': spoiled,
                'POST /v1/embeddings': spoiled,
              })
              seen.add(await endOf(run(connect(server.url, fetch), { ...patience(waitMs), signal }), whole))
            }),
          )
        }
        expect([...seen].filter((end) => !ends.includes(end))).toEqual([])
        expect(countAbortListeners(signal)).toBe(0)
        expect(strays).toEqual([])
        expect(await leaks.difference()).toEqual({})
      },
    )
  })
})

/**
 * Returns the outcome of a call: `whole`, or the error code. A truncated response or an unknown error fails the test.
 */
async function endOf(call: Promise<unknown>, whole: unknown): Promise<string> {
  try {
    expect(await call).toEqual(whole)
    return 'whole'
  } catch (error) {
    if (!isMiraError(error)) throw error
    return error.code
  }
}

function* inBatches<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size)
}
