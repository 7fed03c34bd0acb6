import { createEmbeddings } from '@mira/chat'
import { createClient } from '@mira/core'
import { startServer } from '@mira/server'
import { expect, it } from 'vitest'

const input = Array.from({ length: 40 }, (_, index) => `Where is parcel ${index}?`)

it('vectors travel as base64 in less than half the size, and share few buffers', async () => {
  await using server = await startServer()
  const requested: RequestInit[] = []
  const client = createClient({
    baseUrl: server.url,
    apiKey: server.apiKey,
    fetch: (url, init) => {
      requested.push(init)
      return fetch(url, init)
    },
  })
  const { data } = await createEmbeddings(client, { input })
  const buffers = new Set(data.map(({ embedding }) => (embedding as Float32Array).buffer))
  // Each is twice as large as the one before, so that a single vector does not hold the memory of many.
  expect(buffers.size).toBeLessThanOrEqual(6)
  for (const { byteLength } of buffers) expect(byteLength).toBeLessThanOrEqual(1_048_576)

  const sizeOf = async (encoding_format: 'base64' | 'float'): Promise<number> => {
    const body = JSON.stringify({ model: 'mira-embed', input, encoding_format })
    const headers = { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json' }
    const reply = await fetch(`${server.url}/v1/embeddings`, { method: 'POST', headers, body })
    return (await reply.arrayBuffer()).byteLength
  }
  expect(JSON.parse(String(requested[0]?.body))).toMatchObject({ encoding_format: 'base64' })
  expect(await sizeOf('base64')).toBeLessThan((await sizeOf('float')) / 2)
})
