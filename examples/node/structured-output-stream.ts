import { streamParsedChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'
import { z } from 'zod'

const mira = createClient()

const stream = streamParsedChatCompletion(mira, {
  messages: [{ role: 'user', content: 'My name is Anna and I would like to order 3 pizzas.' }],
  schema: z.object({ customer: z.string(), item: z.string(), quantity: z.int().min(1) }),
})
for await (const { customer = '…', item = '…', quantity = '…' } of stream) {
  console.log(`${customer} orders ${quantity} of ${item}`) // the data so far: strings grow, fields are added
}
const { data } = await stream.final() // complete and validated
console.log(`Order of ${data.customer}: ${data.quantity}`)
