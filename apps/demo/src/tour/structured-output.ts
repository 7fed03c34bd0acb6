import * as z from 'zod'
import { expect, type Step } from '../lib/step.ts'
import { showProgress, writeLine, writeSaying } from '../lib/terminal.ts'

const order = z.object({
  customer: z.string().describe('Name of the customer'),
  item: z.enum(['pizza', 'pasta', 'salad']).describe('What is ordered'),
  quantity: z.int().min(1).describe('How many are ordered'),
  delivery: z.boolean().describe('Whether it is to be delivered'),
})

const message = 'My name is Anna Petrova and I would like to order 3 pizzas for delivery.'

/** Converts a sentence to validated structured data. */
export const structuredOutput: Step = {
  name: 'structured',
  title: 'Structured output',
  endpoints: ['POST /v1/chat/completions'],
  async run({ mira, signal }) {
    writeSaying('you', message)
    const messages = [{ role: 'user' as const, content: message }]
    const { data } = await showProgress(
      'Answering',
      mira.chat.parse({ messages, schema: order, name: 'order' }, { signal }),
    )
    writeLine(JSON.stringify(data, null, 2))
    expect(
      data.quantity === 3 && data.item === 'pizza' && data.customer.includes('Anna'),
      'The order is not the one in the message',
    )
    return `${data.quantity} × ${data.item} for ${data.customer}`
  },
}
