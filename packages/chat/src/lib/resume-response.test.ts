import { createClient } from '@mira/core'
import { type SseItem, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { collectResponse } from './collect-response.ts'
import { resumeResponse } from './resume-response.ts'
import { streamResponse } from './stream-response.ts'

const base = { id: 'resp_1', object: 'response', created_at: 1, model: 'mira', background: true }
const part = { item_id: 'm1', output_index: 0, content_index: 0 }
const item = { id: 'm1', type: 'message', role: 'assistant', status: 'in_progress', content: [] }
const done = {
  ...base,
  status: 'completed',
  output: [{ ...item, status: 'completed', content: [{ type: 'output_text', text: 'one two' }] }],
}
const events = [
  { type: 'response.created', response: { ...base, status: 'queued', output: [] } },
  { type: 'response.output_item.added', output_index: 0, item },
  { type: 'response.content_part.added', ...part, part: { type: 'output_text', text: '', annotations: [] } },
  { type: 'response.output_text.delta', ...part, delta: 'one' },
  { type: 'response.output_text.delta', ...part, delta: ' two' },
  { type: 'response.completed', response: done },
].map((event, sequence_number) => ({ ...event, sequence_number }))
const named = (list: typeof events): SseItem[] => list.map((data) => ({ event: data.type, data }))
const create = 'POST /v1/responses'
const read = 'GET /v1/responses/resp_1'

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('resumeResponse', () => {
  it.each([1, 2, 3, 4, 5])('continues a stream that was cut after event %i', async (count) => {
    await using server = await startTestServer({
      [create]: { sse: named(events.slice(0, count)) },
      [read]: { sse: named(events.slice(count)) },
    })
    const client = createClient({ baseUrl: server.url })
    const error = await failureOf(collectResponse(client, { input: 'Hi', background: true }))
    const stream = resumeResponse(client, error)
    const types: string[] = []
    for await (const event of stream) types.push(event.type)
    expect(types).toEqual(events.slice(count).map(({ type }) => type))
    expect(await stream.final()).toEqual({ ...done, output_text: 'one two' })
    expect(String(server.requests.at(-1)?.query)).toBe(`stream=true&starting_after=${count - 1}`)
  })

  it('continues what was continued and cut again, without losing what arrived', async () => {
    await using server = await startTestServer({
      [create]: { sse: named(events.slice(0, 4)) },
      [read]: [
        { sse: named(events.slice(4, 5)) },
        { status: 503, json: { detail: 'Busy' } },
        { sse: named(events.slice(5)) },
      ],
    })
    const client = createClient({ baseUrl: server.url, retry: false })
    const first = await failureOf(streamResponse(client, { input: 'Hi', background: true }).text())
    expect(first).toMatchObject({ partial: { output_text: 'one' } })
    const second = await failureOf(resumeResponse(client, first).text())
    expect(second).toMatchObject({ code: 'stream_interrupted', partial: { output_text: 'one two' } })
    const third = await failureOf(resumeResponse(client, second).text())
    expect(third).toMatchObject({ code: 'overloaded', partial: { output_text: 'one two', id: 'resp_1' } })
    expect(await resumeResponse(client, third).text()).toBe('one two')
  })

  it('ignores events that a server sends again', async () => {
    await using server = await startTestServer({
      [create]: { sse: named(events.slice(0, 4)) },
      [read]: { sse: named(events) },
    })
    const client = createClient({ baseUrl: server.url })
    const stream = streamResponse(client, { input: 'Hi', background: true })
    await failureOf(stream.text())
    const types: string[] = []
    for await (const { type } of resumeResponse(client, stream.snapshot)) types.push(type)
    expect(types).toEqual(['response.output_text.delta', 'response.completed'])
  })

  it('reads a response from its beginning after a restart', async () => {
    await using server = await startTestServer({
      [create]: { sse: named(events.slice(0, 4)) },
      [read]: { sse: named(events) },
    })
    const client = createClient({ baseUrl: server.url })
    const stream = streamResponse(client, { input: 'Hi', background: true })
    await failureOf(stream.text())
    const stored = JSON.parse(JSON.stringify(stream.snapshot))
    expect(await resumeResponse(client, stored).text()).toBe('one two')
    expect(String(server.requests.at(-1)?.query)).toBe('stream=true')
  })

  const notStored = [
    { ...events[0], response: { ...base, background: undefined, status: 'in_progress' } },
  ] as typeof events
  it.each([
    { name: 'it was not in the background', sse: notStored, reason: 'not created with background: true' },
    { name: 'nothing arrived', sse: [events[3]!], reason: 'its id is unknown' },
    {
      name: 'it failed',
      sse: [{ type: 'response.failed', response: { ...base, status: 'failed', output: [] } }] as never,
      reason: 'has ended as "failed"',
    },
  ])('says why it cannot continue: $name', async ({ sse, reason }) => {
    await using server = await startTestServer({ [create]: { sse: named(sse) } })
    const client = createClient({ baseUrl: server.url, retry: false })
    const error = await failureOf(streamResponse(client, { input: 'Hi' }).text())
    const { partial } = error as { partial: unknown }
    expect(() => resumeResponse(client, error)).toThrow(
      expect.objectContaining({ code: 'not_resumable', message: expect.stringContaining(reason), partial }),
    )
    expect(server.requests).toHaveLength(1)
  })

  it.each([404, 400, 405, 501])('says so when the server answers %i, with what arrived', async (status) => {
    await using server = await startTestServer({
      [create]: { sse: named(events.slice(0, 4)) },
      [read]: { status, json: { detail: 'No stored responses' } },
    })
    const client = createClient({ baseUrl: server.url, retry: false })
    const error = await failureOf(streamResponse(client, { input: 'Hi', background: true }).text())
    await expect(resumeResponse(client, error).final()).rejects.toMatchObject({
      code: 'not_resumable',
      message: expect.stringMatching(/No stored responses.*error\.partial.*charged again/),
      partial: { output_text: 'one' },
      cause: { status },
    })
  })

  it.each([undefined, null, 'resp_1', [], new Error('x')])('refuses %s', (value) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    expect(() => resumeResponse(client, value)).toThrow()
  })

  it('does not continue a chat completion', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    expect(() => resumeResponse(client, { id: 'c', choices: [] })).toThrow('does not store chat completions')
  })
})
