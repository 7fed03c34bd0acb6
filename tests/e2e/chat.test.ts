import { chat, defineTool, outputText } from '@mira/chat'
import { type Client, createClient, metadataOf } from '@mira/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { order, question, type RunningTarget, targets, timeQuestion } from './lib/targets.ts'

const connect = ({ baseUrl, apiKey }: RunningTarget) => createClient({ baseUrl, apiKey }).extend(chat)

describe.each(targets)('the packages against $name', ({ start }) => {
  let target: RunningTarget
  let mira: ReturnType<typeof connect> & Client

  beforeAll(async () => {
    target = await start()
    mira = connect(target)
  })
  afterAll(async () => target.close())

  it('lists models', async () => {
    const { data } = await mira.models.list()
    expect(data.length).toBeGreaterThan(0)
    expect(data.every(({ id }) => typeof id === 'string' && id.length > 0)).toBe(true)
  })

  it('completes a conversation', async () => {
    const completion = await mira.chat.create({ messages: [{ role: 'user', content: question }] })
    expect(completion.choices[0]?.message.content).toContain('42')
    expect(completion.choices[0]?.finish_reason).toBe('stop')
    expect(completion.usage?.total_tokens).toBeGreaterThan(0)
    expect(metadataOf(completion)?.requestId).toBeTruthy()
  })

  it('streams the same answer', async () => {
    const stream = mira.chat.stream({ messages: [{ role: 'user', content: question }] })
    let text = ''
    for await (const chunk of stream) text += chunk.text
    expect(text).toContain('42')
    const completion = await stream.final()
    expect(completion.choices[0]?.message.content).toBe(text)
    expect(completion.choices[0]?.finish_reason).toBe('stop')
  })

  it('calls a tool and answers from its result', async () => {
    const cities: string[] = []
    const tool = defineTool({
      name: 'get_time',
      description: 'Tells the current local time in a city',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
      schema: z.object({ city: z.string() }),
      execute: ({ city }) => {
        cities.push(city)
        return { city, local_time: '09:41' }
      },
    })
    const { completion, rounds } = await mira.chat.runTools({
      messages: [{ role: 'user', content: timeQuestion }],
      tools: [tool],
    })
    expect(cities).toEqual(['Tokyo'])
    expect(rounds).toBe(2)
    expect(completion.choices[0]?.message.content).toContain('09:41')
  })

  it('parses structured output', async () => {
    const schema = z.object({ customer: z.string(), item: z.string(), quantity: z.int() })
    const { data } = await mira.chat.parse({ messages: [{ role: 'user', content: order }], schema, name: 'order' })
    expect(data).toMatchObject({ customer: 'Anna', quantity: 3 })
  })

  it('embeds texts in order, in batches', async () => {
    const input = Array.from({ length: 7 }, (_, index) => `Text number ${index}`)
    const { data } = await mira.embeddings.create({ input }, { batchSize: 3 })
    expect(data.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(data.every(({ embedding }) => embedding instanceof Float32Array && embedding.length >= 256)).toBe(true)
  })

  it('creates a response', async () => {
    const response = await mira.responses.create({ input: question })
    expect(outputText(response)).toContain('42')
    expect(response.status).toBe('completed')
  })

  it('streams a response', async () => {
    const stream = mira.responses.stream({ input: question })
    let text = ''
    for await (const event of stream) if (event.type === 'response.output_text.delta') text += event.delta
    expect(text).toContain('42')
    expect(outputText(await stream.final())).toBe(text)
  })
})
