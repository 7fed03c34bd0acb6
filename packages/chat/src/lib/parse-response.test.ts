import { createClient } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ParseError } from './parse-error.ts'
import { parseResponse } from './parse-response.ts'

const path = 'POST /v1/responses'
const schema = z.object({ city: z.string(), celsius: z.number() })
const data = { city: 'Omsk', celsius: -20 }
const reply = (text: string, fields: object = {}) => ({
  json: {
    id: 'r1',
    object: 'response',
    status: 'completed',
    output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }],
    ...fields,
  },
})

describe('parseResponse', () => {
  it('returns validated data, and requests the JSON Schema of the validator', async () => {
    await using server = await startTestServer({ [path]: reply(`\`\`\`json\n${JSON.stringify(data)}\n\`\`\``) })
    const client = createClient({ baseUrl: server.url })
    const result = await parseResponse(client, { input: 'Weather', schema, name: 'weather', temperature: 0 })
    expect(result.data).toEqual(data)
    expect(result.response.id).toBe('r1')
    expect(server.requests[0]?.json()).toEqual({
      model: 'mira',
      input: 'Weather',
      temperature: 0,
      text: { format: { type: 'json_schema', name: 'weather', schema: expect.objectContaining({ type: 'object' }) } },
    })
  })

  it('keeps other settings of the text, and a format of the caller', async () => {
    await using server = await startTestServer({ [path]: reply(JSON.stringify(data)) })
    const client = createClient({ baseUrl: server.url })
    await parseResponse(client, { input: 'a', schema, text: { verbosity: 'low' } })
    await parseResponse(client, { input: 'a', schema, text: { format: { type: 'json_object' } } })
    const texts = server.requests.map((request) => (request.json() as { text: object }).text)
    expect(texts).toEqual([
      { verbosity: 'low', format: expect.objectContaining({ type: 'json_schema', name: 'output' }) },
      { format: { type: 'json_object' } },
    ])
  })

  it.each([
    ['not_json', reply('Cold.')],
    ['not_json', reply('', { output: [] })],
    ['not_valid', reply('{"city":"Omsk"}')],
    ['truncated', reply('{"city":"Om', { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } })],
    ['filtered', reply('', { status: 'incomplete', incomplete_details: { reason: 'content_filter' } })],
    ['failed', reply('', { status: 'failed', error: { code: 'server_error', message: 'out of memory' } })],
    ['failed', reply('', { status: 'failed' })],
    ['refused', reply('', { output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'No.' }] }] })],
  ])('throws that an answer is %s', async (reason, scripted) => {
    await using server = await startTestServer({ [path]: scripted })
    const call = parseResponse(createClient({ baseUrl: server.url, retry: false }), { input: 'a', schema })
    const error = await call.catch((thrown) => thrown)
    expect(error).toBeInstanceOf(ParseError)
    expect(error).toMatchObject({ code: 'invalid_output', operation: 'responses.parse', reason, partial: { id: 'r1' } })
  })

  it('rejects a schema that is none', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    await expect(parseResponse(client, { input: 'a', schema: {} as never })).rejects.toThrow(TypeError)
  })
})
