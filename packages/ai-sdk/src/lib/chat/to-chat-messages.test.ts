import { InvalidPromptError, type LanguageModelV4Prompt, UnsupportedFunctionalityError } from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { completion, startModels } from '../models.test-support.ts'

const route = 'POST /v1/chat/completions'
type Message = LanguageModelV4Prompt[number]
type UserPart = Extract<Message, { role: 'user' }>['content'][number]
type Output = Extract<Extract<Message, { role: 'tool' }>['content'][number], { type: 'tool-result' }>['output']

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3, 4])
const pngUri = 'data:image/png;base64,iVBORw0KGgoBAgME'
const text = (value: string): UserPart => ({ type: 'text', text: value })
const file = (data: Uint8Array | string | URL, mediaType: string, fields: object = {}): UserPart => ({
  type: 'file',
  mediaType,
  data: data instanceof URL ? { type: 'url', url: data } : { type: 'data', data },
  ...fields,
})
const user = (...content: UserPart[]): Message => ({ role: 'user', content })
const assistant = (...content: Extract<Message, { role: 'assistant' }>['content']): Message => ({
  role: 'assistant',
  content,
})
const results = (...outputs: Output[]): Message => ({
  role: 'tool',
  content: outputs.map((output, index) => ({ type: 'tool-result', toolCallId: `c${index}`, toolName: 'look', output })),
})

/** Messages that are sent for a prompt, and warnings about it. */
async function send(prompt: LanguageModelV4Prompt) {
  await using models = await startModels({ [route]: { json: completion({ content: 'ok' }) } })
  const { warnings } = await models.mira('mira').doGenerate({ prompt })
  const { messages } = models.server.requests[0]!.json() as { messages: unknown[] }
  return { messages, warnings }
}

describe('the messages of a prompt', () => {
  it.each<[string, LanguageModelV4Prompt, unknown[]]>([
    [
      'a system message',
      [{ role: 'system', content: 'Be brief' }, user(text('Hi'))],
      [
        { role: 'system', content: 'Be brief' },
        { role: 'user', content: 'Hi' },
      ],
    ],
    ['one text as a string', [user(text('Привет, Ёж 🦔'))], [{ role: 'user', content: 'Привет, Ёж 🦔' }]],
    [
      'several texts as parts',
      [user(text('a'), text('b'))],
      [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a' },
            { type: 'text', text: 'b' },
          ],
        },
      ],
    ],
    [
      'fields of a message',
      [{ ...user(text('Hi')), providerOptions: { mira: { name: 'Анна' }, other: { x: 1 } } }],
      [{ role: 'user', content: 'Hi', name: 'Анна' }],
    ],
    [
      'reasoning, text and calls of the assistant',
      [
        assistant(
          { type: 'reasoning', text: 'Hm. ' },
          { type: 'reasoning', text: 'So.' },
          { type: 'text', text: 'One ' },
          { type: 'tool-call', toolCallId: 'c0', toolName: 'look', input: { город: 'Омск' } },
          { type: 'text', text: 'moment' },
          { type: 'tool-call', toolCallId: 'c1', toolName: 'look', input: undefined },
        ),
      ],
      [
        {
          role: 'assistant',
          content: 'One moment',
          thinking_content: 'Hm. So.',
          tool_calls: [
            { id: 'c0', type: 'function', function: { name: 'look', arguments: '{"город":"Омск"}' } },
            { id: 'c1', type: 'function', function: { name: 'look', arguments: '{}' } },
          ],
        },
      ],
    ],
    [
      'a call without text',
      [assistant({ type: 'tool-call', toolCallId: 'c', toolName: 'f', input: {} })],
      [
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
      ],
    ],
    [
      'the text of a call that was not JSON',
      [
        assistant(
          { type: 'tool-call', toolCallId: 'c', toolName: 'f', input: '{"a":1}' },
          { type: 'tool-call', toolCallId: 'd', toolName: 'f', input: '{"a' },
        ),
      ],
      [
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            { id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
            { id: 'd', type: 'function', function: { name: 'f', arguments: '"{\\"a"' } },
          ],
        },
      ],
    ],
    [
      'no calls that the provider executed',
      [
        assistant(
          { type: 'tool-call', toolCallId: 'c', toolName: 'search', input: {}, providerExecuted: true },
          { type: 'tool-result', toolCallId: 'c', toolName: 'search', output: { type: 'text', value: 'x' } },
          { type: 'text', text: 'Found' },
        ),
      ],
      [{ role: 'assistant', content: 'Found' }],
    ],
  ])('has %s', async (_, prompt, messages) => {
    expect(await send(prompt)).toEqual({ messages, warnings: [] })
  })

  it.each<[string, Output, string]>([
    ['text', { type: 'text', value: 'Да' }, 'Да'],
    ['JSON', { type: 'json', value: { город: 'Омск', n: [1, null] } }, '{"город":"Омск","n":[1,null]}'],
    ['an error', { type: 'error-text', value: 'No such city' }, 'No such city'],
    ['an error as JSON', { type: 'error-json', value: { code: 7 } }, '{"code":7}'],
    ['a denial', { type: 'execution-denied' }, 'The user denied the execution of this tool.'],
    ['a denial with its reason', { type: 'execution-denied', reason: 'Нет' }, 'Нет'],
    [
      'texts',
      {
        type: 'content',
        value: [
          { type: 'text', text: 'a' },
          { type: 'text', text: 'b' },
        ],
      },
      'a\nb',
    ],
    [
      'a file with text',
      {
        type: 'content',
        value: [
          {
            type: 'file',
            mediaType: 'text/csv',
            filename: 'a.csv',
            data: { type: 'data', data: Buffer.from('x;й').toString('base64') },
          },
        ],
      },
      'a.csv:\nx;й',
    ],
  ])('has a tool result with %s', async (_, output, content) => {
    const { messages } = await send([user(text('Hi')), results(output)])
    expect(messages[1]).toEqual({ role: 'tool', tool_call_id: 'c0', content })
  })

  it('sends the images of all results after them, and says so', async () => {
    const image: Output = {
      type: 'content',
      value: [
        { type: 'text', text: 'A cat' },
        { type: 'file', mediaType: 'image/png', data: { type: 'data', data: png } },
      ],
    }
    const { messages, warnings } = await send([results(image, { type: 'text', value: 'ok' }), user(text('Well?'))])
    expect(messages).toEqual([
      { role: 'tool', tool_call_id: 'c0', content: 'A cat' },
      { role: 'tool', tool_call_id: 'c1', content: 'ok' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Files in the result of look:' },
          { type: 'image_url', image_url: { url: pngUri } },
        ],
      },
      { role: 'user', content: 'Well?' },
    ])
    expect(warnings).toEqual([expect.objectContaining({ type: 'compatibility', feature: 'files in a result of look' })])
  })

  it('leaves out what no message has, with a warning', async () => {
    const { messages, warnings } = await send([
      assistant(
        { type: 'text', text: 'Here' },
        { type: 'file', mediaType: 'image/png', data: { type: 'data', data: png } },
        { type: 'custom', kind: 'other.thing' },
      ),
      results({ type: 'content', value: [{ type: 'custom' }] }),
      { role: 'tool', content: [{ type: 'tool-approval-response', approvalId: 'a', approved: true }] },
    ])
    expect(messages).toEqual([
      { role: 'assistant', content: 'Here' },
      { role: 'tool', tool_call_id: 'c0', content: '' },
    ])
    expect(warnings.map((warning) => 'feature' in warning && warning.feature)).toEqual([
      'file parts in messages of the assistant',
      'custom parts in messages of the assistant',
      'custom content in a result of look',
    ])
  })
})

describe('the files of a prompt', () => {
  const sentPart = async (part: UserPart) => {
    const { messages } = await send([user(part)])
    return (messages as { content: unknown[] }[])[0]!.content[0]
  }

  it.each<[string, UserPart, unknown]>([
    ['an image as bytes', file(png, 'image/png'), { type: 'image_url', image_url: { url: pngUri } }],
    ['an image as base64', file('iVBORw0KGgoBAgME', 'image/png'), { type: 'image_url', image_url: { url: pngUri } }],
    ['an image of a type that is detected', file(png, 'image'), { type: 'image_url', image_url: { url: pngUri } }],
    ['one with a wildcard', file('iVBORw0KGgoBAgME', 'image/*'), { type: 'image_url', image_url: { url: pngUri } }],
    [
      'an image by URL',
      file(new URL('https://a.example/б.png'), 'image/*'),
      { type: 'image_url', image_url: { url: 'https://a.example/%D0%B1.png' } },
    ],
    [
      'an image with its detail',
      file(new URL('https://a.example/b.png'), 'image/png', { providerOptions: { mira: { detail: 'low' } } }),
      { type: 'image_url', image_url: { url: 'https://a.example/b.png', detail: 'low' } },
    ],
    [
      'audio',
      file(new Uint8Array([1, 2]), 'audio/mpeg'),
      { type: 'input_audio', input_audio: { data: 'AQI=', format: 'mp3' } },
    ],
    [
      'audio as base64',
      file('AQI=', 'audio/wav'),
      { type: 'input_audio', input_audio: { data: 'AQI=', format: 'wav' } },
    ],
    ['text', file(new TextEncoder().encode('Ёж'), 'text/plain'), { type: 'text', text: 'Ёж' }],
    [
      'JSON with its name',
      file(new TextEncoder().encode('{}'), 'application/json', { filename: 'дом.json' }),
      { type: 'text', text: 'дом.json:\n{}' },
    ],
    [
      'text as such',
      { type: 'file', mediaType: 'text/markdown', data: { type: 'text', text: '# Hi' } },
      { type: 'text', text: '# Hi' },
    ],
  ])('include %s', async (_, part, sent) => {
    expect(await sentPart(part)).toEqual(sent)
  })

  it.each<[string, UserPart, RegExp]>([
    ['a PDF', file(png, 'application/pdf'), /application\/pdf/],
    ['a video', file(png, 'video/mp4'), /video\/mp4/],
    ['audio at a URL', file(new URL('https://a.example/a.mp3'), 'audio/mpeg'), /URLs/],
    ['text at a URL', file(new URL('https://a.example/a.txt'), 'text/plain'), /URLs/],
    [
      'a reference',
      { type: 'file', mediaType: 'image/png', data: { type: 'reference', reference: { openai: 'f' } } },
      /references/,
    ],
  ])('exclude %s', async (_, part, reason) => {
    const error = await send([user(part)]).catch((thrown) => thrown)
    expect(UnsupportedFunctionalityError.isInstance(error)).toBe(true)
    expect(error.message).toMatch(reason)
  })

  it.each<[string, UserPart]>([
    ['an image of no known format', file(new Uint8Array([1, 2, 3]), 'image')],
    ['text in another encoding', file(new Uint8Array([0xcf, 0xf0, 0xe8]), 'text/plain')],
  ])('cannot be %s', async (_, part) => {
    const error = await send([user(part)]).catch((thrown) => thrown)
    expect(InvalidPromptError.isInstance(error)).toBe(true)
  })
})
