import { createClient, metadataOf } from '@mira/core'
import { type RecordedRequest, type Reply, startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { createEmbeddings } from './create-embeddings.ts'

const path = 'POST /v1/embeddings'
const toBase64 = (vector: number[]) => Buffer.from(new Float32Array(vector).buffer).toString('base64')
const vectorOf = (text: string) => [text.length, 0.1, -1e-30]

type Body = { input: string | string[]; encoding_format: string }

/** Embeds each text as its length, in any order and encoding. */
const embed =
  (encode: (vector: number[]) => unknown = toBase64) =>
  (request: RecordedRequest): Reply => {
    const { input } = request.json() as Body
    const texts = typeof input === 'string' ? [input] : input
    const data = texts.map((text, index) => ({ object: 'embedding', index, embedding: encode(vectorOf(text)) }))
    const usage = { prompt_tokens: texts.length, total_tokens: texts.length, details: { cached: 1 } }
    return { json: { object: 'list', model: 'mira-embed', data: data.reverse(), usage } }
  }

const texts = (count: number) => Array.from({ length: count }, (_, index) => 'x'.repeat(index))

describe('createEmbeddings', () => {
  it.each([
    ['base64', toBase64],
    ['numbers', (vector: number[]) => vector],
  ])('reads %s', async (_, encode) => {
    await using server = await startTestServer({ [path]: embed(encode) })
    const result = await createEmbeddings(createClient({ baseUrl: server.url }), { input: ['a', 'bcd'], dimensions: 3 })
    expect(result).toEqual({
      model: 'mira-embed',
      data: [
        { index: 0, embedding: new Float32Array(vectorOf('a')) },
        { index: 1, embedding: new Float32Array(vectorOf('bcd')) },
      ],
      usage: { prompt_tokens: 2, total_tokens: 2, details: { cached: 1 } },
    })
    expect(metadataOf(result)?.status).toBe(200)
    expect(server.requests.map((request) => request.json())).toEqual([
      { encoding_format: 'base64', input: ['a', 'bcd'], dimensions: 3, model: 'mira-embed' },
    ])
  })

  it('reads long vectors of all encodings in one reply, in any order', async () => {
    const input = texts(40)
    const longOf = (text: string) => Array.from({ length: 1_536 }, (_, at) => Math.fround(text.length + at / 7))
    const encodings = [toBase64, toBase64, (vector: number[]) => vector, (vector: number[]) => [vector]]
    const data = input.map((text, index) => ({ index, embedding: encodings[index % 4]?.(longOf(text)) })).reverse()
    await using server = await startTestServer({ [path]: { json: { model: 'm', data } } })
    const result = await createEmbeddings(createClient({ baseUrl: server.url }), { input })
    expect(result.data).toEqual(input.map((text, index) => ({ index, embedding: new Float32Array(longOf(text)) })))
  })

  it('sends one text as it is, and the encoding asked for', async () => {
    await using server = await startTestServer({ [path]: embed((vector) => vector) })
    const client = createClient({ baseUrl: server.url })
    const { data } = await createEmbeddings(client, { input: 'ab', model: 'other', encoding_format: 'float' })
    expect(data).toHaveLength(1)
    expect(server.requests[0]?.json()).toEqual({ encoding_format: 'float', input: 'ab', model: 'other' })
  })

  it('splits long lists, so many at a time, and keeps their order', async () => {
    let underWay = 0
    let most = 0
    await using server = await startTestServer({
      [path]: async (request) => {
        underWay += 1
        most = Math.max(most, underWay)
        await new Promise((resolve) => setImmediate(resolve))
        underWay -= 1
        return embed()(request)
      },
    })
    const client = createClient({ baseUrl: server.url })
    const options = { batchSize: 10, concurrency: 3, idempotencyKey: 'k' }
    const { data, usage } = await createEmbeddings(client, { input: texts(95) }, options)
    expect(data.map(({ index }) => index)).toEqual(texts(95).map((text) => text.length))
    expect(data.map(({ embedding }) => embedding[0])).toEqual(texts(95).map((text) => text.length))
    expect(usage).toEqual({ prompt_tokens: 95, total_tokens: 95, details: { cached: 10 } })
    expect(server.requests).toHaveLength(10)
    expect(most).toBeLessThanOrEqual(3)
    expect(new Set(server.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(10)
  })

  it('breaks off the other requests when one fails', async () => {
    await using server = await startTestServer({
      [path]: (request) =>
        (request.json() as Body).input[0] === ''
          ? { status: 400, json: { detail: 'Too long' } }
          : { beforeHeaders: 'stall' },
    })
    const call = createEmbeddings(createClient({ baseUrl: server.url }), { input: texts(50) }, { batchSize: 10 })
    await expect(call).rejects.toMatchObject({ code: 'bad_request', message: expect.stringContaining('Too long') })
    await server.socketsClosed()
    expect(server.requests.length).toBeLessThanOrEqual(4)
  })

  it('rejects with the reason of the signal, untouched', async () => {
    await using server = await startTestServer({ [path]: { beforeHeaders: 'stall' } })
    const controller = new AbortController()
    const reason = { why: 'enough' }
    const call = createEmbeddings(
      createClient({ baseUrl: server.url }),
      { input: texts(50) },
      { batchSize: 10, signal: controller.signal },
    )
    await server.nextRequest()
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
    await server.socketsClosed()
  })

  it.each([
    ['too few vectors', { data: [] }],
    ['no list', { data: null }],
    ['a vector that is no vector', { data: [{ index: 0, embedding: null }] }],
    ['an entry that is null', { data: [null] }],
    ['a text that is no base64', { data: [{ index: 0, embedding: '!!!!!!!!' }] }],
  ])('does not pass off %s as a result', async (_, body) => {
    await using server = await startTestServer({ [path]: { json: body } })
    const call = createEmbeddings(createClient({ baseUrl: server.url }), { input: 'a' })
    await expect(call).rejects.toMatchObject({ code: 'invalid_response' })
  })

  it.each([
    ['no input', {}, {}, TypeError],
    ['an empty list', { input: [] }, {}, TypeError],
    ['a number among the texts', { input: ['a', 1] }, {}, TypeError],
    ['a batch of none', { input: 'a' }, { batchSize: 0 }, RangeError],
    ['half a batch', { input: 'a' }, { batchSize: 1.5 }, RangeError],
    ['no request at a time', { input: 'a' }, { concurrency: 0 }, RangeError],
  ])('refuses %s', async (_, params, options, error) => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    await expect(createEmbeddings(client, params as never, options)).rejects.toThrow(error)
  })
})
