import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { streamParsedResponse } from './stream-parsed-response.ts'

const schema = z.object({ city: z.string(), celsius: z.number() })
const text = '{"city":"Omsk","celsius":-20}'
const event = (type: string, fields: object) => ({
  event: `response.${type}`,
  data: { type: `response.${type}`, ...fields },
})
const deltas = (text.match(/.{1,4}/g) ?? []).map((delta) =>
  event('output_text.delta', { output_index: 0, content_index: 0, delta }),
)
const output = [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }]

const open = (url: string) =>
  streamParsedResponse(createClient({ baseUrl: url, retry: false }), { input: 'Weather in Omsk', schema })

describe('streamParsedResponse', () => {
  it('yields the data so far, and validates it at the end', async () => {
    const sse = [...deltas, event('completed', { response: { id: 'r', status: 'completed', output } })]
    await using server = await startTestServer({ 'POST /v1/responses': { sse } })
    const stream = open(server.url)
    const items: unknown[] = []
    for await (const item of stream) items.push(item)
    expect([items[0], items.at(-1)]).toEqual([{}, { city: 'Omsk', celsius: -20 }])
    const { data, response } = await stream.final()
    expect(data).toEqual({ city: 'Omsk', celsius: -20 })
    expect(response.id).toBe('r')
    expect(server.requests[0]?.json()).toMatchObject({
      stream: true,
      text: { format: { type: 'json_schema', name: 'output' } },
    })
  })

  it.each([
    {
      reason: 'truncated',
      end: event('incomplete', { response: { status: 'incomplete', incomplete_details: {}, output } }),
    },
    {
      reason: 'refused',
      end: event('completed', {
        response: { output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] }] },
      }),
    },
  ])('fails with the reason $reason', async ({ reason, end }) => {
    await using server = await startTestServer({ 'POST /v1/responses': { sse: [...deltas, end] } })
    await expect(open(server.url).final()).rejects.toMatchObject({ reason, code: 'invalid_output' })
  })
})
