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

it.each([
  { input: [1, 2, 3], param: 'input[0]' },
  { input: [[1, 2], [3]], param: 'input[0]' },
  { input: ['a', [1]], param: 'input[1]' },
  { input: 7, param: 'input' },
])('names the setting that avoids tokens: $input', async ({ input, param }) => {
  await using server = await startWordServer()
  const answer = await server.post(path, { model: 'text-embedding-3-small', input })
  const { error } = await answer.json()
  expect([answer.status, error.param]).toEqual([422, param])
  expect(error.message).toMatch(/^input.*: token arrays are not supported.*check_embedding_ctx_length=False/)
})

it.each([
  { fields: { input: null }, status: 422, detail: 'input: expected a text' },
  { fields: { input: [] }, status: 422, detail: 'input: ' },
  { fields: { input: ['a', ''] }, status: 422, detail: 'input[1]: expected a non-empty text' },
  { fields: { dimensions: 9 }, status: 400, detail: 'dimensions: 9 is not one of 26, 8' },
  { fields: { dimensions: 1.5 }, status: 422, detail: 'dimensions: ' },
  { fields: { encoding_format: 'hex' }, status: 422, detail: 'encoding_format: expected "float"' },
])('rejects $fields by name', async ({ fields, status, detail }) => {
  await using server = await startWordServer()
  const answer = await server.post(path, { model: 'mira-embed', input: 'a', ...fields })
  expect([answer.status, (await answer.json()).detail]).toEqual([status, expect.stringContaining(detail)])
})

it('accepts null for every optional field', async () => {
  await using server = await startWordServer()
  const optional = { dimensions: null, encoding_format: null, user: null }
  expect((await server.post(path, { model: 'text-embedding-ada-002', input: 'a', ...optional })).status).toBe(200)
})
