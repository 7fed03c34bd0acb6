import { expect, it } from 'vitest'
import { startWordServer } from '../../test-support/start-word-server.test-support.ts'

const path = '/v1/embeddings'

it('gives one vector a text, in their order, with the usage', async () => {
  await using server = await startWordServer()
  const answer = await (await server.post(path, { model: 'mira-embed', input: ['aab', 'z'], dimensions: 8 })).json()
  const [a, b] = [2 / Math.sqrt(5), 1 / Math.sqrt(5)]
  expect(answer).toEqual({
    object: 'list',
    data: [
      { object: 'embedding', index: 0, embedding: [expect.closeTo(a, 7), expect.closeTo(b, 7), 0, 0, 0, 0, 0, 0] },
      { object: 'embedding', index: 1, embedding: [0, 1, 0, 0, 0, 0, 0, 0] },
    ],
    model: 'mira-embed',
    usage: { prompt_tokens: 2, total_tokens: 2 },
  })
})

it('gives the very same 32-bit floats in both encodings', async () => {
  await using server = await startWordServer()
  const input = 'The quick brown fox jumps over the lazy dog'
  const ask = async (encoding_format: string) => {
    const answer = await server.post(path, { model: 'mira-embed', input, encoding_format })
    return (await answer.json()).data[0].embedding
  }
  const bytes = Buffer.from(await ask('base64'), 'base64')
  expect(bytes).toHaveLength(26 * 4)
  const fromBytes = Float32Array.from({ length: 26 }, (_, index) => bytes.readFloatLE(index * 4))
  expect(Float32Array.from(await ask('float'))).toEqual(fromBytes)
})

it('takes 2 048 texts at once', async () => {
  await using server = await startWordServer()
  const answer = await server.post(path, { model: 'mira-embed', input: Array(2_048).fill('a') })
  expect((await answer.json()).data).toHaveLength(2_048)
})
