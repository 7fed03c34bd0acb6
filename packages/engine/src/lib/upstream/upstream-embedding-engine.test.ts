import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { serve } from '../../../test/openai-server.ts'
import { createUpstreamEmbeddingEngine } from './upstream-embedding-engine.ts'

function answering(body: unknown) {
  return serve((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  )
}

interface WireRequest {
  readonly input: readonly string[]
  readonly dimensions?: number
}

/** Serves vectors of the length that `lengthOf` returns; a text is an error message, answered with 400. */
async function serveLengths(lengthOf: (request: WireRequest, count: number) => number | string) {
  const requests: WireRequest[] = []
  const server = await serve(async (request, response) => {
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    const body = JSON.parse(text) as WireRequest
    requests.push(body)
    const length = lengthOf(body, requests.length)
    const isError = typeof length === 'string'
    const answer = isError
      ? { error: { message: length } }
      : { data: body.input.map((_, index) => ({ index, embedding: new Array<number>(length).fill(1) })) }
    response.writeHead(isError ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  return { ...server, requests }
}

describe('createUpstreamEmbeddingEngine', () => {
  it('puts vectors in the order of the texts, at length one, with the tokens counted', async () => {
    await using server = await answering({
      data: [
        { index: 1, embedding: [0, 2] },
        { index: 0, embedding: [3, 4] },
      ],
      usage: { prompt_tokens: 5 },
    })
    const engine = createUpstreamEmbeddingEngine({ baseUrl: server.baseUrl, defaultDimensions: 2 })
    const { vectors, tokens } = await engine.embed(['a', 'b'])
    expect(vectors.map((vector) => [...vector].map((value) => Number(value.toFixed(3))))).toEqual([
      [0.6, 0.8],
      [0, 1],
    ])
    expect(tokens).toBe(5)
  })

  it.each([
    { body: { data: [{ embedding: [1, 0] }] }, message: '1 vectors for 2 texts' },
    { body: { data: [{ embedding: [1] }, { embedding: [1] }] }, message: 'vectors of 1 numbers, not 2' },
    { body: { data: [{ embedding: [1, 0] }, { embedding: [1] }] }, message: 'vectors of 1 numbers, not 2' },
    { body: { data: [{ embedding: [1, 0] }, { embedding: [1, 'x'] }] }, message: '1 vectors for 2 texts' },
    { body: { data: [{ embedding: [] }, { embedding: [] }] }, message: '0 vectors for 2 texts' },
  ])('rejects an answer that does not fit: $message', async ({ body, message }) => {
    await using server = await answering(body)
    const engine = createUpstreamEmbeddingEngine({ baseUrl: server.baseUrl, defaultDimensions: 2 })
    await expect(engine.embed(['a', 'b'])).rejects.toThrow(message)
  })

  it('rejects an empty text and an unsupported dimension count without a request', async () => {
    const engine = createUpstreamEmbeddingEngine({
      baseUrl: 'http://127.0.0.1:9/v1',
      dimensions: [256, 1536],
      fetch: () => Promise.reject(new Error('asked')),
    })
    await expect(engine.embed([''])).rejects.toThrow('input 0 is empty')
    await expect(engine.embed(['a'], { dimensions: 7 })).rejects.toThrow('dimensions must be one of 256, 1536, not 7')
  })

  it('takes the length of the vectors from the first answer', async () => {
    await using server = await serveLengths(() => 384)
    const engine = createUpstreamEmbeddingEngine(server)
    expect(engine.defaultDimensions).toBeUndefined()
    expect((await engine.embed(['a'])).vectors[0]).toHaveLength(384)
    expect(engine).toMatchObject({ defaultDimensions: 384, dimensions: undefined })
    await engine.embed(['a'], { dimensions: 384 })
    // The native length is not requested: servers with a fixed length refuse the field.
    expect(server.requests.map(({ dimensions }) => dimensions)).toEqual([undefined, undefined])
  })

  it('rejects vectors whose length is not that of earlier ones', async () => {
    await using server = await serveLengths((_, count) => (count === 1 ? 384 : 512))
    const engine = createUpstreamEmbeddingEngine(server)
    await engine.embed(['a'])
    const failure = engine.embed(['b'])
    await expect(failure).rejects.toMatchObject({ name: 'EngineUnavailableError', status: 502 })
    await expect(failure).rejects.toThrow(/gave vectors of 512 numbers, and earlier ones had 384.*[Rr]estart/)
    expect(engine.defaultDimensions).toBe(384)
  })

  it('requests another length, which is not the native one', async () => {
    await using server = await serveLengths(({ dimensions = 1536 }) => dimensions)
    const engine = createUpstreamEmbeddingEngine(server)
    expect((await engine.embed(['a'], { dimensions: 256 })).vectors[0]).toHaveLength(256)
    expect((await engine.embed(['a'])).vectors[0]).toHaveLength(1536)
    expect((await engine.embed(['a'], { dimensions: 512 })).vectors[0]).toHaveLength(512)
    expect(engine.defaultDimensions).toBe(1536)
  })

  it.each([
    { story: 'ignores it', lengthOf: () => 384, message: /vectors of 384 numbers, not 256/ },
    {
      story: 'refuses it',
      lengthOf: ({ dimensions }: WireRequest) => (dimensions === undefined ? 384 : 'no matryoshka representation'),
      message: /no matryoshka representation/,
    },
  ])('rejects a requested length if the upstream $story', async ({ lengthOf, message }) => {
    await using server = await serveLengths(lengthOf)
    const failure = createUpstreamEmbeddingEngine(server).embed(['a'], { dimensions: 256 })
    await expect(failure).rejects.toMatchObject({ name: 'EngineInputError' })
    await expect(failure).rejects.toThrow(message)
  })

  it('accepts the native length of an upstream that refuses every request for a length', async () => {
    await using server = await serveLengths(({ dimensions }) => (dimensions === undefined ? 384 : 'unknown field'))
    const { vectors } = await createUpstreamEmbeddingEngine(server).embed(['a'], { dimensions: 384 })
    expect(vectors[0]).toHaveLength(384)
  })

  it('returns vectors of one length, or an error, whatever the upstream sends', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }), async (lengths) => {
        await using server = await serveLengths((_, count) => lengths[count - 1] ?? 1)
        const engine = createUpstreamEmbeddingEngine(server)
        const settled = []
        for (const _ of lengths) settled.push(await engine.embed(['a']).catch(() => undefined))
        const seen = settled.map((embeddings) => embeddings?.vectors[0]?.length)
        expect(seen).toEqual(lengths.map((length) => (length === lengths[0] ? length : undefined)))
      }),
      { numRuns: 20 },
    )
  })
})
