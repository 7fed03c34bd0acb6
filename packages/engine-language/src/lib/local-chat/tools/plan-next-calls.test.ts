import type { ChatMessage, ChatRequest, ChatTool } from '@mira/engine'
import { afterAll, describe, expect, it } from 'vitest'
import { collect } from '../../../../../engine/test/chat-conformance.ts'
import { createLocalChatEngine } from '../local-chat-engine.ts'

const engine = createLocalChatEngine({
  now: () => new Date('2026-03-10T09:30:00Z'),
  timeZone: 'UTC',
  describeImage: async () => 'A receipt of the cafe Luna. Total: 18.40',
})
afterAll(() => engine.close())

const text = { type: 'string' }
const tools: ChatTool[] = [
  {
    name: 'find_customer',
    description: 'Find a customer by email',
    parameters: { type: 'object', properties: { email: text }, required: ['email'] },
  },
  {
    name: 'list_orders',
    description: 'List the orders of a customer',
    parameters: { type: 'object', properties: { customer_id: text }, required: ['customer_id'] },
  },
  {
    name: 'cancel_order',
    description: 'Cancel an order',
    parameters: { type: 'object', properties: { order_id: text }, required: ['order_id'] },
  },
]

/** A question, the call that answered it, and the result. */
function turn(
  question: string,
  result: unknown,
  name = 'find_customer',
  args: object = { email: 'lee@corp.example' },
): ChatMessage[] {
  return [
    { role: 'user', content: question },
    { role: 'assistant', content: null, toolCalls: [{ id: 'c1', name, arguments: JSON.stringify(args) }] },
    { role: 'tool', toolCallId: 'c1', content: JSON.stringify(result) },
  ]
}

async function ask(request: Omit<ChatRequest, 'model'>) {
  const { text: answer, calls } = await collect(engine.generate({ model: 'mira', ...request }))
  return { answer, calls: calls.map((call) => [call.name, JSON.parse(call.arguments)]) }
}

describe('after a tool result', () => {
  it.each([
    'Find the customer with the email lee@corp.example and list their orders.',
    'Найди клиента lee@corp.example и покажи его заказы.',
  ])('makes the call that depends on it: %s', async (question) => {
    const { calls } = await ask({ messages: turn(question, { customer_id: 'cu_88' }), tools })
    expect(calls).toEqual([['list_orders', { customer_id: 'cu_88' }]])
  })

  it.each([
    { toolChoice: 'required' as const, name: 'list_orders' },
    { toolChoice: { name: 'list_orders' }, name: 'list_orders' },
    { toolChoice: { name: 'find_customer' }, name: 'find_customer' },
  ])('obeys $toolChoice', async ({ toolChoice, name }) => {
    const messages = turn('Find the customer with the email lee@corp.example.', { customer_id: 'cu_88' })
    const { calls } = await ask({ messages, tools, toolChoice })
    expect(calls.map(([called]) => called)).toEqual([name])
  })

  it.each([
    { question: 'Find the customer with the email lee@corp.example.', result: { customer_id: 'cu_88' } },
    {
      question: 'Find the customer with the email lee@corp.example and list their orders.',
      result: { error: 'unknown email' },
    },
    { question: 'Find the customer lee@corp.example. Do not cancel order 5.', result: { customer_id: 'cu_88' } },
  ])('answers when nothing else was asked for, or the call failed: $question', async ({ question, result }) => {
    const { answer, calls } = await ask({ messages: turn(question, result), tools })
    expect(calls).toEqual([])
    expect(answer).toMatch(/cu_88|unknown email/)
  })
})

describe('with an image', () => {
  const content = [
    { type: 'image_url', image_url: { url: 'data:image/png;base64,AA==' } },
    { type: 'text', text: 'Read the receipt.' },
  ] as const
  const schema = {
    type: 'object',
    properties: { total: { type: ['number', 'null'] }, phone: { type: ['string', 'null'] } },
    required: ['total', 'phone'],
  }

  it('writes JSON by the schema from what was seen', async () => {
    const { answer } = await ask({
      messages: [{ role: 'user', content }],
      responseFormat: { type: 'json_schema', name: 'receipt', schema },
    })
    expect(JSON.parse(answer)).toEqual({ total: 18.4, phone: null })
  })

  it('writes an object in JSON mode', async () => {
    const { answer } = await ask({ messages: [{ role: 'user', content }], responseFormat: { type: 'json_object' } })
    expect(JSON.parse(answer)).toBeTypeOf('object')
  })

  it('calls the tool that the request names', async () => {
    const save: ChatTool = {
      name: 'save_total',
      description: 'Save a total',
      parameters: { type: 'object', properties: { total: { type: 'number' } }, required: ['total'] },
    }
    const { calls } = await ask({
      messages: [{ role: 'user', content }],
      tools: [save],
      toolChoice: { name: 'save_total' },
    })
    expect(calls).toEqual([['save_total', { total: 18.4 }]])
  })
})
