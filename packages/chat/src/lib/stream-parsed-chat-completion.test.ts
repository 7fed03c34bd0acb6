import { createClient } from '@mira/core'
import { createGate, type SseItem, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ParseError } from './parse-error.ts'
import { streamParsedChatCompletion } from './stream-parsed-chat-completion.ts'

const path = 'POST /v1/chat/completions'
const messages = [{ role: 'user', content: 'Weather in Omsk as JSON' }]
const schema = z.object({ city: z.string(), hours: z.array(z.object({ celsius: z.number() })) })
const data = { city: 'Omsk 🥶', hours: [{ celsius: -20 }, { celsius: -18.5 }] }
const chunk = (delta: object, finish_reason: string | null = null) => ({
  id: 'c',
  choices: [{ index: 0, delta, finish_reason }],
})
const deltas = (text: string, size = 3): SseItem[] =>
  (text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []).map((content) => chunk({ content }))
const stop = [chunk({}, 'stop'), '[DONE]']

const start = (...sse: SseItem[]) => startTestServer({ [path]: { sse, headers: { 'x-request-id': 'r7' } } })
const open = (url: string, options?: { signal: AbortSignal }) =>
  streamParsedChatCompletion(
    createClient({ baseUrl: url, retry: false }),
    { messages, schema, name: 'weather' },
    options,
  )

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = []
  for await (const item of items) collected.push(item)
  return collected
}

describe('streamParsedChatCompletion', () => {
  it('yields the data so far, and validates it at the end', async () => {
    await using server = await start(...deltas(JSON.stringify(data)), ...stop)
    const stream = open(server.url)
    const items = await collect(stream)
    expect(items[0]).toEqual({})
    expect(items.at(-1)).toEqual(data)
    const cities = items.map(({ city = '' }) => city)
    expect(cities.every((city, index) => city.startsWith(cities[index - 1] ?? ''))).toBe(true)
    const { data: parsed, completion } = await stream.final()
    expect(parsed).toEqual(data)
    expect(completion.id).toBe('c')
    expect(server.requests[0]?.json()).toMatchObject({
      stream: true,
      response_format: { type: 'json_schema', json_schema: { name: 'weather' } },
    })
  })

  it('yields each part before the next one is sent', async () => {
    const gate = createGate()
    await using server = await start(
      chunk({ content: '{"city":"Om' }),
      gate,
      chunk({ content: 'sk","hours":[]}' }),
      ...stop,
    )
    const items = open(server.url)[Symbol.asyncIterator]()
    expect(await items.next()).toEqual({ done: false, value: { city: 'Om' } })
    gate.open()
    expect(await items.next()).toEqual({ done: false, value: { city: 'Omsk', hours: [] } })
    expect(await items.next()).toEqual({ done: true, value: undefined })
  })

  it.each([
    { with: 'a Markdown fence', text: `Here it is:\n\`\`\`json\n${JSON.stringify(data)}\n\`\`\`` },
    { with: 'reasoning in tags', text: `<think>{"city": "?"}</think>\n${JSON.stringify(data, null, 2)}` },
  ])('reads an answer with $with', async ({ text }) => {
    await using server = await start(...deltas(text, 5), ...stop)
    const stream = open(server.url)
    const items = await collect(stream)
    expect([items[0], items.at(-1)]).toEqual([{}, data])
    expect((await stream.final()).data).toEqual(data)
  })

  it('reads an answer that a server does not stream', async () => {
    const message = { role: 'assistant', content: JSON.stringify(data) }
    const json = { id: 'c', choices: [{ index: 0, message, finish_reason: 'stop' }] }
    await using server = await startTestServer({ [path]: { json } })
    expect(await collect(open(server.url))).toEqual([data])
  })

  it.each([
    { text: '12', items: [12] },
    { text: ' null ', items: [null] },
    { text: 'true', items: [true] },
    { text: '""', items: [''] },
    { text: '"Hi"', items: ['', 'H', 'Hi'] },
    { text: '{}', items: [{}] },
  ])('yields $items for the answer $text', async ({ text, items }) => {
    await using server = await start(...deltas(text, 1), ...stop)
    const stream = streamParsedChatCompletion(createClient({ baseUrl: server.url }), { messages, schema: z.any() })
    expect(await collect(stream)).toEqual(items)
    expect((await stream.final()).data).toEqual(items.at(-1))
  })

  it('transforms the data by the schema, but not its parts', async () => {
    await using server = await start(...deltas('{"at":"2026-01-01"}'), ...stop)
    const dates = z.object({ at: z.string().transform((text) => new Date(text)) })
    const stream = streamParsedChatCompletion(createClient({ baseUrl: server.url }), { messages, schema: dates })
    expect((await collect(stream)).at(-1)).toEqual({ at: '2026-01-01' })
    expect((await stream.final()).data.at).toBeInstanceOf(Date)
  })

  it.each([
    { reason: 'not_valid', sse: [...deltas('{"city":1,"hours":[]}'), ...stop], items: { city: 1, hours: [] } },
    { reason: 'not_json', sse: [...deltas('{"city":"Omsk"} or {"city":"Tomsk"}'), ...stop], items: { city: 'Omsk' } },
    { reason: 'truncated', sse: [...deltas('{"city":"Om'), chunk({}, 'length'), '[DONE]'], items: { city: 'Om' } },
    { reason: 'filtered', sse: [chunk({}, 'content_filter'), '[DONE]'], items: undefined },
    { reason: 'refused', sse: [chunk({ refusal: 'No.' }), ...stop], items: undefined },
  ])('fails with the reason $reason, in the loop and of final()', async ({ reason, sse, items }) => {
    await using server = await start(...sse)
    const stream = open(server.url)
    let last: unknown
    const loop = (async () => {
      for await (const item of stream) last = item
    })()
    const failure = { reason, code: 'invalid_output', requestId: 'r7', partial: { id: 'c' } }
    await expect(loop).rejects.toMatchObject(failure)
    await expect(stream.final()).rejects.toBeInstanceOf(ParseError)
    await expect(stream.final()).rejects.toThrow(/^chat\.streamParsed: /)
    expect(last).toEqual(items)
  })

  it('fails with what it received when the connection is lost', async () => {
    await using server = await start(...deltas('{"city":"Omsk"', 14))
    const stream = open(server.url)
    await expect(stream.final()).rejects.toMatchObject({ code: 'stream_interrupted', partial: { id: 'c' } })
    expect(stream.snapshot.data).toEqual({ city: 'Omsk' })
  })

  it('closes the connection when the loop exits, and when the signal aborts', async () => {
    const gate = createGate()
    await using server = await start(...deltas('{"city":"Omsk"', 14), gate)
    for await (const item of open(server.url)) {
      expect(item).toEqual({ city: 'Omsk' })
      break
    }
    const controller = new AbortController()
    const stream = open(server.url, { signal: controller.signal })
    const items = stream[Symbol.asyncIterator]()
    await items.next()
    controller.abort(new Error('enough'))
    await expect(items.next()).rejects.toThrow('enough')
    await expect(stream.final()).rejects.toThrow('enough')
    for (const request of server.requests) await request.closed
  })

  it('passes the events on as the server sent them', async () => {
    await using server = await start(...deltas(JSON.stringify(data)), ...stop)
    const stream = open(server.url)
    const text = await new Response(stream.toReadableStream()).text()
    expect(text).toContain('data: [DONE]')
    expect((await stream.final()).data).toEqual(data)
  })

  it('copies at most 16 entries for each character of the answer', async () => {
    const list = { list: Array.from({ length: 3_000 }, (_, index) => index) }
    const text = JSON.stringify(list)
    await using server = await start(...deltas(text, 1), ...stop)
    const numbers = z.object({ list: z.array(z.number()) })
    const stream = streamParsedChatCompletion(createClient({ baseUrl: server.url }), { messages, schema: numbers })
    let entries = 0
    let count = 0
    for await (const item of stream) {
      entries += item.list?.length ?? 0
      count += 1
    }
    expect(count).toBeGreaterThan(100)
    expect(entries).toBeLessThan(text.length * 16 + list.list.length)
    expect((await stream.final()).data).toEqual(list)
  })

  it.each([{ schema: {} }, { schema: undefined }])('refuses the schema $schema at once', (params) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    expect(() => streamParsedChatCompletion(client, { messages, ...(params as { schema: never }) })).toThrow(TypeError)
  })
})
