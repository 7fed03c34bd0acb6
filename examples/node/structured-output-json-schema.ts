import { chat, contentText } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat)

const schema = {
  type: 'object',
  properties: { customer: { type: 'string' }, item: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
  required: ['customer', 'item', 'quantity'],
  additionalProperties: false,
}
const { choices } = await mira.chat.create({
  messages: [{ role: 'user', content: 'My name is Anna and I would like to order 3 pizzas.' }],
  response_format: { type: 'json_schema', json_schema: { name: 'order', strict: true, schema } },
})
const order: unknown = JSON.parse(contentText(choices[0]?.message.content)) // unchecked: `parse` with a validator is safer
console.log(order)
