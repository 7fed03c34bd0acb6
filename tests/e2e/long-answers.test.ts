import { getUsage } from '@mira/account'
import { chat, collectResponse, resumeResponse, streamResponse } from '@mira/chat'
import { createClient, metadataOf, path, request } from '@mira/core'
import { type FaultPlan, type RunningServer, startServer } from '@mira/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Drops the connection of a request with the header `x-drop-after` after that many bytes of the response. */
const dropOnRequest: FaultPlan = ({ headers }) =>
  headers['x-drop-after'] === undefined ? undefined : { dropAfterBytes: Number(headers['x-drop-after']) }
const dropAfter = (bytes: number) => ({ retry: false, headers: { 'x-drop-after': String(bytes) } }) as const

const answer = '1, 2, 3, 4, 5, 6, 7, 8, 9, 10'
const fixtures = [{ answer: { text: answer } }]

let server: RunningServer
beforeAll(async () => {
  server = await startServer({ faults: dropOnRequest, emulator: { fixtures, strict: true } })
})
afterAll(() => server.close())

const connect = () => createClient({ baseUrl: server.url, apiKey: server.apiKey }).extend(chat)
const params = { input: 'Count from 1 to 10.', background: true }
const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

/** Reads the response of a request, and returns the offsets at which its events end. */
async function eventEnds(body: object): Promise<number[]> {
  const response = await fetch(`${server.url}/v1/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'mira', ...body, stream: true }),
  })
  const text = await response.text()
  const ends: number[] = []
  for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n', end + 2))
    ends.push(new TextEncoder().encode(text.slice(0, end + 2)).length)
  return ends
}

describe('a background response whose stream is cut', () => {
  it('is continued to the whole answer after a cut at, and inside, every event', async () => {
    const client = connect()
    const ends = await eventEnds(params)
    expect(ends.length).toBeGreaterThan(10)
    for (const bytes of ends.slice(0, -1).flatMap((end) => [end, end + 7])) {
      const stream = streamResponse(client, params, dropAfter(bytes))
      const numbers: unknown[] = []
      const read = async (events: AsyncIterable<{ sequence_number?: number | undefined }>) => {
        for await (const { sequence_number } of events) numbers.push(sequence_number)
      }
      const error = await failureOf(read(stream))
      expect(error).toMatchObject({ code: 'stream_interrupted' })
      const resumed = resumeResponse(client, error)
      await read(resumed)
      expect(numbers).toEqual(numbers.map((_, index) => index))
      const { id, output_text, ...whole } = await resumed.final()
      expect(output_text).toBe(answer)
      expect(await request<object>(client, { operation: 'read', path: path`/v1/responses/${id}` })).toMatchObject(whole)
    }
  })

  it('is continued as often as it is cut, and is counted and charged once', async () => {
    const client = connect()
    const counted = async () => {
      const { today } = await getUsage(client)
      return { requests: today!.total_requests, tokens: today!.total_tokens, cost: today!.total_cost_microcents }
    }
    const before = await counted()
    const ends = await eventEnds(params)
    await expect.poll(counted).not.toEqual(before)
    const once = await counted()
    let error = await failureOf(collectResponse(client, params, dropAfter(ends[1]!)))
    for (let cuts = 0; cuts < 3; cuts++)
      error = await failureOf(resumeResponse(client, error, dropAfter(ends[1]!)).text())
    expect(await resumeResponse(client, error).text()).toBe(answer)
    await expect.poll(counted).not.toEqual(once)
    const twice = await counted()
    expect(twice.requests - once.requests).toBe(1)
    expect(twice.tokens - once.tokens).toBe(once.tokens - before.tokens)
    expect(twice.cost - once.cost).toBe(once.cost - before.cost)
  })
})

it('a response that is not in the background cannot be continued, and the error says why', async () => {
  const client = connect()
  const ends = await eventEnds({ input: params.input })
  for (const end of ends.slice(0, -1)) {
    const error = await failureOf(collectResponse(client, { input: params.input }, dropAfter(end)))
    expect(error).toMatchObject({ code: 'stream_interrupted', operation: 'responses.create' })
    expect(() => resumeResponse(client, error)).toThrow(/not created with background: true.*charged again/)
  }
})

it('a deleted response cannot be continued, and what arrived is kept', async () => {
  const client = connect()
  const [, , , end] = await eventEnds(params)
  const error = await failureOf(collectResponse(client, params, dropAfter(end!)))
  const { id } = (error as { partial: { id: string } }).partial
  await request(client, { operation: 'delete', method: 'DELETE', path: path`/v1/responses/${id}` })
  await expect(resumeResponse(client, error).final()).rejects.toMatchObject({
    code: 'not_resumable',
    cause: { code: 'not_found' },
    partial: { id },
  })
})

describe('a collected answer of the local server', () => {
  const messages = [{ role: 'user', content: 'What is 6 times 7?' }]
  const shape = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (name, field) => (/^(id|created|created_at|completed_at)$/.test(name) ? name : field)),
    )

  it('has the fields of one that is not', async () => {
    const mira = connect()
    const [plain, collected] = [
      await mira.chat.create({ messages }),
      await mira.chat.create({ messages }, { collect: true }),
    ]
    expect(shape(collected)).toEqual(shape(plain))
    expect(metadataOf(collected)).toMatchObject({ status: 200, requestId: expect.any(String) })
    const input = 'What is 6 times 7?'
    const [response, collectedResponse] = [
      await mira.responses.create({ input }),
      await mira.responses.create({ input }, { collect: true }),
    ]
    expect(shape(collectedResponse)).toEqual(shape(response))
  })
})
