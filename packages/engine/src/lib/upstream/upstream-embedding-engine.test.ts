import { describe, expect, it } from 'vitest'
import { serve } from '../../../test/openai-server.ts'
import { createUpstreamEmbeddingEngine } from './upstream-embedding-engine.ts'

function answering(body: unknown) {
  return serve((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  )
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
  ])('rejects an answer that does not fit: $message', async ({ body, message }) => {
    await using server = await answering(body)
    const engine = createUpstreamEmbeddingEngine({ baseUrl: server.baseUrl, defaultDimensions: 2 })
    await expect(engine.embed(['a', 'b'])).rejects.toThrow(message)
  })

  it('rejects an empty text and an unsupported dimension count without a request', async () => {
    const engine = createUpstreamEmbeddingEngine({
      baseUrl: 'http://127.0.0.1:9/v1',
      fetch: () => Promise.reject(new Error('asked')),
    })
    await expect(engine.embed([''])).rejects.toThrow('input 0 is empty')
    await expect(engine.embed(['a'], { dimensions: 7 })).rejects.toThrow('dimensions must be one of 1536')
  })
})
