// #region zod
import { chat, ParseError } from '@mira/chat'
import { createClient } from '@mira/core'
import { z } from 'zod'

const mira = createClient().extend(chat)

const order = z.object({ customer: z.string(), item: z.string(), quantity: z.int().min(1) })

const { data } = await mira.chat.parse({
  messages: [{ role: 'user', content: 'My name is Anna and I would like to order 3 pizzas.' }],
  schema: order,
  name: 'order',
})
console.log(`${data.customer} orders ${data.quantity}`)
// #endregion

// #region refused
try {
  await mira.chat.parse({
    messages: [{ role: 'user', content: 'My name is Anna and I would like to order 3 pizzas.' }],
    schema: order.refine(({ quantity }) => quantity > 10, 'We deliver eleven or more'),
  })
} catch (error) {
  if (!(error instanceof ParseError)) throw error
  console.log(error.reason, error.issues[0]?.message, error.text) // not_valid, or refused, filtered, truncated, not_json
}
// #endregion
