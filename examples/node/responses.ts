import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { z } from 'zod'

const mira = createClient().extend(chat)

// #region memory
const first = await mira.responses.create({ input: 'My favorite number is 7.' })
const second = await mira.responses.create({
  input: 'What is my favorite number?',
  previous_response_id: first.id, // the server stores the conversation
})
console.log(second.output_text)
// #endregion

// #region stream
const events = mira.responses.stream({ input: 'What is 6 times 7?', instructions: 'Reply with only the number.' })
for await (const event of events) {
  if (event.type === 'response.output_text.delta') process.stdout.write(event.delta)
}
const { status, usage } = await events.final()
console.log(`\n${status}, ${usage?.total_tokens} tokens`)
// #endregion

// #region parse
const { data } = await mira.responses.parse({
  input: 'My name is Anna and I would like to order 3 pizzas.',
  schema: z.object({ customer: z.string(), item: z.string(), quantity: z.int().min(1) }),
})
console.log(`${data.customer} orders ${data.quantity}`)
// #endregion
