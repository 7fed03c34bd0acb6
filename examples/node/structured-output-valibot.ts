import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'

const mira = createClient().extend(chat)

const order = v.object({ customer: v.string(), item: v.string(), quantity: v.pipe(v.number(), v.integer()) })

const { data } = await mira.chat.parse({
  messages: [{ role: 'user', content: 'My name is Anna and I would like to order 3 pizzas.' }],
  schema: order, // validates and types the answer
  jsonSchema: { ...toJsonSchema(order) }, // describes the format to the model
})
console.log(`${data.customer} orders ${data.quantity}`)
