import type { ChatMessage, ChatRequest, ChatTool } from '@mira/engine'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { collect } from '../../../../engine/test/chat-conformance.ts'
import { readSchema } from './json/read-schema.ts'
import { createLocalChatEngine } from './local-chat-engine.ts'

const engine = createLocalChatEngine({ now: () => new Date('2026-11-23T10:00:00Z'), timeZone: 'UTC' })
afterAll(() => engine.close())

function ask(said: string | readonly ChatMessage[], more: Partial<ChatRequest> = {}) {
  const messages = typeof said === 'string' ? [{ role: 'user' as const, content: said }] : said
  return collect(engine.generate({ model: 'mira', messages, ...more }))
}

const user = (content: string): ChatMessage => ({ role: 'user', content })
const system = (content: string): ChatMessage => ({ role: 'system', content })
const assistant = (content: string): ChatMessage => ({ role: 'assistant', content })

const weather: ChatTool = {
  name: 'get_weather',
  description: 'Get the current weather for a city',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string' }, unit: { type: 'string', enum: ['celsius', 'fahrenheit'] } },
    required: ['city'],
  },
}
const email: ChatTool = {
  name: 'send_email',
  description: 'Send an email to someone',
  parameters: {
    type: 'object',
    properties: { to: { type: 'string', format: 'email' }, body: { type: 'string' } },
    required: ['to', 'body'],
  },
}
const tools = [weather, email]

it('counts a prompt as the usage of its answer does', async () => {
  for (const messages of [[], [user('What is 12*7?')], [system('Be brief'), user('Hello there'), assistant('Hi')]]) {
    for (const offered of [undefined, tools]) {
      const request = { model: 'mira', messages, tools: offered }
      const counted = await engine.countPromptTokens!(request)
      if (messages.length === 0) continue
      const last = (await collect(engine.generate(request))).events.at(-1)
      expect(last).toMatchObject({ type: 'finish', usage: { promptTokens: counted } })
    }
  }
})

describe('skills of mira-local', () => {
  it.each([
    ['What is 12*7?', '84'],
    ['What is 0.1 + 0.2?', '0.3'],
    ['What is 123456789 * 987654321?', '121932631112635269'],
    ['What is 20% off $50?', '40'],
    ['What is 5 divided by 0?', 'division by zero'],
    ['Convert 10 miles to km', '16.09344'],
    ['What is -40 celsius in fahrenheit?', '-40'],
    ['Is 97 prime?', 'Yes'],
    ['What day of the week is 2024-03-15?', 'Friday'],
    ['How many days until christmas?', '32'],
    ["What is today's date?", '23 November 2026'],
    ['What time is it in Tokyo?', '19:00'],
    ['Is 2024 a leap year?', 'Yes'],
    ['What is the capital of France?', 'Paris'],
    ['How many r are in strawberry?', '3'],
    ['Reverse the word "hello"', 'olleh'],
    ['Count from 1 to 5', '1, 2, 3, 4, 5'],
    ['List the first 6 prime numbers', '2, 3, 5, 7, 11, 13'],
    ['Which is larger, 9.11 or 9.9?', '9.9 is larger'],
    ['Is 5 km longer than 3 miles?', 'Yes'],
    ['Extract the emails: write to a@b.io or c@d.org', 'a@b.io\nc@d.org'],
    ['Reply with only the word OK', 'OK'],
    ['Classify the sentiment as positive or negative: I hate waiting', 'Negative'],
    ['What is 3 + 4? What is 10 - 2?', '3 + 4 = 7\n10 - 2 = 8'],
  ])('answers %j with %j', async (question, answer) => {
    expect((await ask(question)).text).toContain(answer)
  })

  it.each(['import({a: 1})', 'f(x) = x^2; f(3)', '9^9^9^9', 'createUnit("foo") + config', '99999999!'])(
    'does not compute %j',
    async (formula) => {
      expect((await ask(`Calculate ${formula}`)).text).toContain('no language model is configured')
    },
  )

  it('recalls what was said, in the terms of the one who asks', async () => {
    const { text } = await ask([
      user('My dog is called Rex.'),
      assistant('Noted.'),
      user('I work in Oslo.'),
      assistant('Noted.'),
      user('What did I say my dog was called?'),
    ])
    expect(text).toBe('Your dog is called Rex.')
  })

  it('takes the system prompt into account', async () => {
    expect(
      (await ask([system('Your name is Nova. Answer in capital letters.'), user('What is your name?')])).text,
    ).toBe('I AM NOVA.')
    expect((await ask([system('Reply with only the number.'), user('What is 6 times 7?')])).text).toBe('42')
    expect((await ask([system('End every answer with "Over."'), user('What is 6 times 7?')])).text).toMatch(/Over\.$/)
    expect((await ask([system('The shop opens at 8 o’clock.'), user('When does the shop open?')])).text).toContain(
      '8 o’clock',
    )
  })

  it.each([
    ['Who won the match yesterday evening?', "Sorry, I can't answer that."],
    ['Кто вчера выиграл матч?', 'Извините, на это я ответить не могу.'],
  ])('refuses %s to a caller in a short sentence', async (said, spoken) => {
    expect((await ask(said, { isSpoken: true })).text).toBe(spoken)
  })

  it('says in one sentence that no language model is configured, in the language of the message', async () => {
    const english = await ask('Write a poem about the sea')
    expect(english.text).toMatch(/^I cannot answer this: no language model is configured.*mira-server --engine chat=/)
    expect((await ask('Напиши стихотворение о море')).text).toContain('языковая модель не подключена')
    expect((await ask('Сколько будет 2+2?')).text).toContain('= 4')
  })

  it('declines pictures without a vision engine, and asks it where there is one', async () => {
    const picture: ChatMessage = {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
      ],
    }
    expect((await ask([picture])).text).toContain('no vision engine')
    const seeing = createLocalChatEngine({ describeImage: async (url, question) => `${question} ${url.slice(0, 14)}` })
    expect((await collect(seeing.generate({ model: 'mira', messages: [picture] }))).text).toBe(
      'What is this? data:image/png',
    )
    await seeing.close()
  })

  it('passes the caller and the signal to the vision engine, and its error to the reader', async () => {
    const failure = new Error('the picture is torn')
    const seen: unknown[] = []
    const seeing = createLocalChatEngine({
      describeImage: async (_, __, options) => {
        seen.push(options)
        throw failure
      },
    })
    onTestFinished(() => seeing.close())
    const content = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } }] as const
    const request = { model: 'mira', messages: [{ role: 'user', content }] } as const
    const { signal } = new AbortController()
    await expect(collect(seeing.generate(request, { signal, caller: 'ann' }))).rejects.toBe(failure)
    expect(seen).toEqual([{ signal, caller: 'ann' }])
  })

  it('shows its actual trace as mira-thinking, and counts it', async () => {
    const { reasoning, text, finish } = await ask('What is 12*7?', { model: 'mira-thinking' })
    expect(reasoning).toContain('skill arithmetic: 0.90: 12*7 = 84')
    expect(text).toContain('84')
    expect(finish.usage.reasoningTokens).toBeGreaterThan(5)
    expect((await ask('What is 12*7?')).reasoning).toBe('')
  })
})

describe('tools of mira-local', () => {
  it('calls each tool a message asks for, and one tool for each member of a list', async () => {
    const { calls, finish } = await ask('What is the weather in Paris and London, and email bob@b.io saying "hello"', {
      tools,
    })
    expect(finish.reason).toBe('tool_calls')
    expect(calls.map(({ name, arguments: args }) => [name, JSON.parse(args)])).toEqual([
      ['get_weather', { city: 'Paris' }],
      ['get_weather', { city: 'London' }],
      ['send_email', { to: 'bob@b.io', body: 'hello' }],
    ])
    expect(new Set(calls.map(({ id }) => id)).size).toBe(3)
  })

  it('makes one call when calls must not be parallel', async () => {
    expect(
      (await ask('What is the weather in Paris and London?', { tools, parallelToolCalls: false })).calls,
    ).toHaveLength(1)
  })

  it.each([
    { said: 'Hello!', more: { tools } },
    { said: 'What is the weather in Paris?', more: { tools, toolChoice: 'none' as const } },
    { said: 'What is 12 * 12?', more: { tools } },
  ])('calls nothing for $said', async ({ said, more }) => {
    const { calls, finish } = await ask(said, more)
    expect(calls).toEqual([])
    expect(finish.reason).toBe('stop')
  })

  it.each([
    { type: 'object', properties: {}, required: [] },
    { type: 'object', properties: {}, additionalProperties: false },
    { type: 'object' },
    undefined,
  ])('calls a function without parameters, described as %j', async (parameters) => {
    const lock = { name: 'lock_door', description: 'Locks the front door', parameters }
    const { calls } = await ask('Please lock the front door', { tools: [...tools, lock] })
    expect(calls).toMatchObject([{ name: 'lock_door', arguments: '{}' }])
  })

  it('asks for what a call still needs, and takes it from the conversation', async () => {
    expect((await ask('What is the weather like?', { tools })).text).toBe('To call get_weather I need: city.')
    const { calls } = await ask(
      [
        user('What is the weather like?'),
        assistant('To call get_weather I need: city.'),
        user('What is the weather in Rome?'),
      ],
      { tools },
    )
    expect(JSON.parse(calls[0]?.arguments ?? '')).toEqual({ city: 'Rome' })
  })

  it.each([
    {
      content: '{"temperature":21,"unit":"celsius","condition":"sunny"}',
      told: /temperature is 21 celsius.*condition is sunny/,
    },
    { content: '{"error":"no such city"}', told: /get_weather failed: no such city\./ },
    {
      content: '[{"day":"Mon","high":20},{"day":"Tue","high":22}]',
      told: /2 results\.\n- day: Mon, high: 20\n- day: Tue, high: 22/,
    },
    { content: 'Sunny, 21 degrees', told: /^Sunny, 21 degrees\.$/ },
  ])('tells a result: $content', async ({ content, told }) => {
    const call: ChatMessage = {
      role: 'assistant',
      content: null,
      toolCalls: [{ id: 'a', name: 'get_weather', arguments: '{"city":"Rome"}' }],
    }
    const { text, calls } = await ask(
      [user('What is the weather in Rome?'), call, { role: 'tool', toolCallId: 'a', content }],
      { tools },
    )
    expect(text).toMatch(told)
    expect(calls).toEqual([])
  })

  it('answers the same request alike', async () => {
    const first = await ask('What is the weather in Paris?', { tools })
    expect((await ask('What is the weather in Paris?', { tools })).events).toEqual(first.events)
  })
})

const awkwardSchemas: readonly Record<string, unknown>[] = [
  {
    type: 'object',
    properties: { id: { type: 'string', pattern: '^[A-Z]{3}-\\d{4}$' } },
    required: ['id'],
    additionalProperties: false,
  },
  {
    type: 'object',
    properties: {
      at: { type: 'string', format: 'date-time' },
      mail: { type: 'string', format: 'email' },
      uid: { type: 'string', format: 'uuid' },
    },
    required: ['at', 'mail', 'uid'],
  },
  {
    type: 'object',
    properties: {
      n: { type: 'integer', minimum: 10, maximum: 20, multipleOf: 5 },
      x: { type: 'number', exclusiveMinimum: 0 },
    },
    required: ['n', 'x'],
  },
  {
    $defs: {
      node: {
        type: 'object',
        properties: { value: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/node' } } },
        required: ['value', 'children'],
        additionalProperties: false,
      },
    },
    $ref: '#/$defs/node',
  },
  {
    anyOf: [
      {
        type: 'object',
        properties: { kind: { const: 'circle' }, radius: { type: 'number' } },
        required: ['kind', 'radius'],
      },
      {
        type: 'object',
        properties: { kind: { const: 'square' }, side: { type: 'number' } },
        required: ['kind', 'side'],
      },
    ],
  },
  { type: 'array', items: { type: 'string', minLength: 2, maxLength: 8 }, minItems: 2, maxItems: 3, uniqueItems: true },
  { type: 'object', additionalProperties: { type: 'number' } },
  {
    type: 'object',
    properties: { a: { type: ['string', 'null'], maxLength: 3 }, b: { enum: [1, 'two', null] }, c: { const: 7 } },
    required: ['a', 'b', 'c'],
    additionalProperties: false,
  },
  {
    allOf: [
      { type: 'object', properties: { p: { type: 'string' } }, required: ['p'] },
      { type: 'object', properties: { q: { type: 'boolean' } }, required: ['q'] },
    ],
  },
  {
    type: 'object',
    properties: { __proto__x: { type: 'string' }, constructor: { type: 'string' }, toString: { type: 'number' } },
    required: ['constructor', 'toString'],
  },
  { type: 'object', properties: { slow: { type: 'string', pattern: '^(a+)+$' } }, required: ['slow'] },
  { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], minItems: 2, items: false },
]

describe('JSON of mira-local', () => {
  it.each(awkwardSchemas.map((schema) => ({ schema, name: JSON.stringify(schema).slice(0, 70) })))(
    'conforms to $name',
    async ({ schema }) => {
      const document = readSchema(schema, 'schema')
      for (const said of [
        'A circle of radius 4',
        'Order ABC-1234 for ann@b.io on 3 May 2027 at noon',
        `${'a'.repeat(40)}!`,
        'x: 1, y: 2',
        'Hello',
      ]) {
        const { text } = await ask(said, { responseFormat: { type: 'json_schema', name: 'it', schema } })
        expect(document.validate(JSON.parse(text)), `${said} ${text}`).toEqual([])
      }
    },
  )

  it('fills arguments from earlier messages', async () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' }, age: { type: 'integer' } },
      required: ['name', 'age'],
      additionalProperties: false,
    }
    const { text } = await ask(
      [user('My name is Ann Lee and I am 31 years old.'), assistant('Noted.'), user('Give me my profile.')],
      { responseFormat: { type: 'json_schema', name: 'p', schema } },
    )
    expect(JSON.parse(text)).toEqual({ name: 'Ann Lee', age: 31 })
  })

  it('takes the shape of a plain object from the request', async () => {
    const { text } = await ask('Return JSON with keys name and age. Tom Ford is 44 years old.', {
      responseFormat: { type: 'json_object' },
    })
    expect(JSON.parse(text)).toEqual({ name: 'Tom Ford', age: 44 })
    expect(JSON.parse((await ask('What is 6 * 7?', { responseFormat: { type: 'json_object' } })).text)).toEqual({
      answer: 42,
    })
  })

  describe('takes a schema from the prompt, as libraries write it there', () => {
    const schema = {
      title: 'Order',
      type: 'object',
      properties: { customer: { type: 'string' }, quantity: { type: 'integer' } },
      required: ['customer', 'quantity'],
    }
    const order = 'My name is Anna and I would like to order 3 pizzas.'
    const example =
      'As an example, for the schema {"properties": {"foo": {"title": "Foo", "type": "array", "items": {"type": "string"}}}, "required": ["foo"]} the object {"foo": ["bar", "baz"]} is well-formatted.'

    it.each([
      [
        'in the instructions',
        system(`Return fully valid JSON based on the following schema.\njson schema: ${JSON.stringify(schema)}`),
        user(order),
      ],
      [
        'after an example of another',
        system(
          `The output should be formatted as a JSON instance that conforms to the JSON schema below.\n${example}\nHere is the output schema:\n\`\`\`\n${JSON.stringify(schema)}\n\`\`\``,
        ),
        user(order),
      ],
      ['in the message', user(`${order}\nRespond with JSON only, by this schema: ${JSON.stringify(schema, null, 2)}`)],
    ])('%s', async (_, ...messages) => {
      for (const responseFormat of [undefined, { type: 'json_object' as const }]) {
        const { text } = await ask(messages as ChatMessage[], { responseFormat })
        expect(JSON.parse(text)).toEqual({ customer: 'Anna', quantity: 3 })
      }
    })

    it('unless it is invalid', async () => {
      const invalid = '{"type": "object", "properties": {"a": {"type": "nonsense"}}}'
      const { text } = await ask(`Return JSON with keys name and age, not ${invalid}. Tom Ford is 44 years old.`)
      expect(JSON.parse(text)).toMatchObject({ name: 'Tom Ford' })
    })
  })

  it('refuses a schema that is none', async () => {
    await expect(
      ask('x', { responseFormat: { type: 'json_schema', name: 'x', schema: { type: 'nonsense' } } }),
    ).rejects.toThrow('not valid')
  })
})
