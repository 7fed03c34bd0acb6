import { createClient, isMiraError } from '@mira/core'
import { startTestServer } from '@mira/test-server'
import { toJsonSchema } from '@valibot/to-json-schema'
import { type } from 'arktype'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseChatCompletion } from './parse-chat-completion.ts'
import { ParseError } from './parse-error.ts'
import type { JsonSchema, StandardSchema } from './standard-schema.ts'

const path = 'POST /v1/chat/completions'
const messages = [{ role: 'user', content: 'Weather in Omsk as JSON' }]
const reply = (content: unknown, finish_reason = 'stop', message: object = {}) => ({
  json: { id: 'c', choices: [{ index: 0, message: { role: 'assistant', content, ...message }, finish_reason }] },
})
const zodSchema = z.object({ city: z.string(), celsius: z.number().int() })
const valibotSchema = v.object({ city: v.string(), celsius: v.pipe(v.number(), v.integer()) })
const arkSchema = type({ city: 'string', celsius: 'number.integer' })
const data = { city: 'Omsk', celsius: -20 }
const sentFormat = (server: { requests: readonly { json(): unknown }[] }) =>
  (server.requests[0]!.json() as { response_format: unknown }).response_format

describe('parseChatCompletion', () => {
  it.each<[string, { schema: StandardSchema; jsonSchema?: JsonSchema }]>([
    ['zod', { schema: zodSchema }],
    ['arktype', { schema: arkSchema }],
    ['valibot', { schema: valibotSchema, jsonSchema: toJsonSchema(valibotSchema) as JsonSchema }],
  ])('gives checked data (%s)', async (_, params) => {
    await using server = await startTestServer({ [path]: reply(JSON.stringify(data)) })
    const client = createClient({ baseUrl: server.url })
    const result = await parseChatCompletion(client, { messages, name: 'weather', ...params })
    expect(result.data).toEqual(data)
    expect(result.completion.id).toBe('c')
    expect(sentFormat(server)).toMatchObject({
      type: 'json_schema',
      json_schema: {
        name: 'weather',
        schema: { type: 'object', required: expect.arrayContaining(['city', 'celsius']) },
      },
    })
    expect(Object.keys(server.requests[0]?.json() as object).sort()).toEqual(['messages', 'model', 'response_format'])
  })

  it('asks for plain JSON when the validator has no schema to send', async () => {
    await using server = await startTestServer({ [path]: reply(JSON.stringify(data)) })
    await parseChatCompletion(createClient({ baseUrl: server.url }), { messages, schema: valibotSchema })
    expect(sentFormat(server)).toEqual({ type: 'json_object' })
  })

  it('leaves a format of the caller alone, and describes what goes in, not what comes out', async () => {
    await using server = await startTestServer({ [path]: reply('{"at":"2026-01-01"}') })
    const client = createClient({ baseUrl: server.url })
    const schema = z.object({ at: z.string().transform((text) => new Date(text)) })
    const { data: parsed } = await parseChatCompletion(client, { messages, schema })
    expect(parsed.at).toBeInstanceOf(Date)
    expect(sentFormat(server)).toMatchObject({
      json_schema: { name: 'output', schema: { properties: { at: { type: 'string' } } } },
    })
    await parseChatCompletion(client, { messages, schema, response_format: { type: 'text' } })
    expect(server.requests[1]?.json()).toMatchObject({ response_format: { type: 'text' } })
  })

  it.each([
    '```json\n{"city":"Omsk","celsius":-20}\n```',
    'Here it is:\n```\n{"city":"Omsk","celsius":-20}\n```\nEnjoy!',
    '```json {"city":"Omsk","celsius":-20}```',
    '\n {"city":"Omsk","celsius":-20} ',
    [
      { type: 'text', text: '{"city":"Omsk",' },
      { type: 'text', text: '"celsius":-20}' },
    ],
  ])('reads %j', async (content) => {
    await using server = await startTestServer({ [path]: reply(content) })
    const result = await parseChatCompletion(createClient({ baseUrl: server.url }), { messages, schema: zodSchema })
    expect(result.data).toEqual(data)
  })

  it('does not take a fence inside the data for one around it', async () => {
    const fenced = { city: 'Use:\n```json\n{}\n```', celsius: 1 }
    await using server = await startTestServer({ [path]: reply(JSON.stringify(fenced, null, 2)) })
    const result = await parseChatCompletion(createClient({ baseUrl: server.url }), { messages, schema: zodSchema })
    expect(result.data).toEqual(fenced)
  })

  it.each([
    ['not_json', reply('Cold.'), []],
    ['not_json', reply(null), []],
    ['not_json', { json: { choices: [] } }, []],
    ['not_json', { json: {} }, []],
    ['not_valid', reply('{"city":"Omsk","celsius":"cold"}'), [['celsius']]],
    ['truncated', reply('{"city":"Om', 'length'), []],
    ['filtered', reply('', 'content_filter'), []],
    ['refused', reply(null, 'stop', { refusal: 'I may not say.' }), []],
  ])('says that an answer is %s', async (reason, scripted, paths) => {
    await using server = await startTestServer({ [path]: scripted })
    const call = parseChatCompletion(createClient({ baseUrl: server.url }), { messages, schema: zodSchema })
    const error = await call.catch((thrown) => thrown)
    expect(error).toBeInstanceOf(ParseError)
    expect(isMiraError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'invalid_output', reason, operation: 'chat.parse', partial: scripted.json })
    expect(error.issues.map((issue: { path: unknown }) => issue.path)).toEqual(paths)
    expect(typeof error.text).toBe('string')
  })

  it('refuses a schema that is none', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' })
    await expect(parseChatCompletion(client, { messages, schema: {} as never })).rejects.toThrow(TypeError)
  })
})

it.each([
  '<think>The user {wants} JSON</think>\n{"city":"Omsk"}',
  '<thinking>[1]</thinking>```json\n{"city":"Omsk"}\n```',
  'Hm, "Omsk".</think>\n\n{"city":"Omsk"}',
])('reads the data after the reasoning in %j', async (content) => {
  await using server = await startTestServer({ [path]: reply(content) })
  const schema = z.object({ city: z.string() })
  const result = await parseChatCompletion(createClient({ baseUrl: server.url }), { messages, schema })
  expect(result.data).toEqual({ city: 'Omsk' })
})

it.each([
  'Sure! {"city":"Omsk"}',
  '{"city":"Omsk"}\n\nHope this helps!',
  'Here is "it" [1]:\n```json\n{"city":"Omsk"}\n```\nAnything else?',
  '**Answer**: `{"city":"Omsk"}`.',
  '\u201cJSON\u201d:\n\n```JSON\n{"city":"Omsk"}\n```',
])('reads the data between the words in %j', async (content) => {
  await using server = await startTestServer({ [path]: reply(content) })
  const schema = z.object({ city: z.string() })
  const result = await parseChatCompletion(createClient({ baseUrl: server.url }), { messages, schema })
  expect(result.data).toEqual({ city: 'Omsk' })
})

it.each(['{"city":"A"} or {"city":"B"}', 'Either {"city":"A"}, or rather {"city":"B"}.', '{"city":"A"', '{"city":'])(
  'does not choose between values, or complete one, in %j',
  async (content) => {
    await using server = await startTestServer({ [path]: reply(content) })
    const schema = z.object({ city: z.string() })
    const call = parseChatCompletion(createClient({ baseUrl: server.url }), { messages, schema })
    await expect(call).rejects.toMatchObject({ reason: 'not_json' })
  },
)

it.each(['[', '{"', '```', '``` ', '</think>', ']', '\\', '<think>['])(
  'ends for an answer of many %j',
  async (piece) => {
    const content = `\`\`\`${piece.repeat(200_000)}${' '.repeat(200_000)}`
    await using server = await startTestServer({ [path]: reply(content) })
    const call = parseChatCompletion(createClient({ baseUrl: server.url }), { messages, schema: z.object({}) })
    await expect(call).rejects.toMatchObject({ reason: 'not_json' })
  },
)

it('keeps tags that are data', async () => {
  await using server = await startTestServer({ [path]: reply('{"html":"<think>a</think>"}') })
  const schema = z.object({ html: z.string() })
  const result = await parseChatCompletion(createClient({ baseUrl: server.url }), { messages, schema })
  expect(result.data).toEqual({ html: '<think>a</think>' })
})

it('reports the request id of an answer that is no data', async () => {
  await using server = await startTestServer({ [path]: { ...reply('no'), headers: { 'x-request-id': 'r9' } } })
  const call = parseChatCompletion(createClient({ baseUrl: server.url }), { messages, schema: z.object({}) })
  await expect(call).rejects.toMatchObject({ reason: 'not_json', requestId: 'r9' })
})

it('refuses a schema that JSON Schema cannot represent', async () => {
  const schema = z.object({ at: z.date() })
  const call = parseChatCompletion(createClient({ baseUrl: 'http://127.0.0.1:9' }), { messages, schema })
  await expect(call).rejects.toThrow(TypeError)
})
