import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeContent, describeToolContent } from './content.ts'

const key = `sk-mira-${'a1b2c3d4'.repeat(5)}`
const input = (params: unknown) => JSON.parse(String(describeContent(params, undefined)['gen_ai.input.messages']))
const output = (result: unknown) => JSON.parse(String(describeContent({}, result)['gen_ai.output.messages']))

describe('describeContent', () => {
  it.each([
    { input: 'Привет' },
    { input: [{ role: 'user', content: 'Привет' }] },
    { input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Привет' }] }] },
    { prompt: 'Привет' },
  ])('reads the input of %o', (params) => {
    expect(input(params)).toEqual([{ role: 'user', parts: [{ type: 'text', content: 'Привет' }] }])
  })

  it('reads the items of a response', () => {
    expect(
      output({
        object: 'response',
        output: [
          { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Смотрю.' }] },
          { type: 'function_call', call_id: 't1', name: 'find', arguments: '{"a":1}' },
        ],
      }),
    ).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'Смотрю.' },
          { type: 'tool_call', id: 't1', name: 'find', arguments: { a: 1 } },
        ],
        finish_reason: 'stop',
      },
    ])
  })

  it('records of images their address without its signature, or their type', () => {
    const image = (url: string) => ({ role: 'user', content: [{ type: 'image_url', image_url: { url } }] })
    const messages = [image('https://bucket.test/a.png?signature=secret'), image('data:image/png;base64,QUJD')]
    expect(input({ messages }).flatMap(({ parts }: { parts: unknown[] }) => parts)).toEqual([
      { type: 'uri', modality: 'image', uri: 'https://bucket.test/a.png' },
      { type: 'image', mime_type: 'image/png', length: 26 },
    ])
  })

  it('has no attributes for what has no content', () => {
    expect(describeContent(undefined, undefined)).toEqual({})
    expect(describeContent({ model: 'mira' }, { id: 'c1', choices: [] })).toEqual({})
  })

  it('accepts any JSON in any place, and shows no API key', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constant(key), fc.constant(`{"key":"${key}"}`))
    const part = fc.record({ type: fc.string(), text: value, image_url: value }, { requiredKeys: [] })
    const message = fc.record(
      {
        type: fc.constantFrom('message', 'function_call', 'function_call_output', 'other'),
        role: value,
        name: value,
        arguments: value,
        output: value,
        tool_call_id: value,
        tool_calls: fc.array(value),
        content: fc.oneof(value, fc.array(fc.oneof(part, value))),
      },
      { requiredKeys: [] },
    )
    const params = fc.record(
      {
        messages: fc.array(fc.oneof(message, value)),
        input: fc.oneof(value, fc.array(message)),
        instructions: value,
        tools: fc.array(value),
      },
      { requiredKeys: [] },
    )
    const result = fc.oneof(
      value,
      fc.record({ choices: fc.array(fc.record({ message })), output: fc.array(message) }, { requiredKeys: [] }),
    )
    fc.assert(
      fc.property(params, result, (sent, received) => {
        const described = { ...describeContent(sent, received), ...describeToolContent(sent, received) }
        for (const text of Object.values(described)) {
          expect(() => JSON.parse(String(text))).not.toThrow()
          expect(text).not.toContain(key)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('describeToolContent', () => {
  it('leaves out what JSON cannot represent', () => {
    const circular: { self?: unknown } = {}
    circular.self = circular
    expect(describeToolContent({ a: 1 }, circular)).toEqual({ 'gen_ai.tool.call.arguments': '{"a":1}' })
    expect(describeToolContent(undefined, 10n)).toEqual({})
  })
})
