import assert from 'node:assert/strict'
import instructor from '@instructor-ai/instructor'
import OpenAI from 'openai'
import { z } from 'zod-3'
import { expectMessage, order, settings, tryAll } from './cells.mjs'

const openai = new OpenAI({ ...settings, maxRetries: 0 })
const schema = z.object({ customer: z.string(), quantity: z.number().int() })
const messages = [{ role: 'user', content: order }]
const extract = (mode, fields) => {
  const client = instructor({ client: openai, mode })
  const response_model = { schema, name: 'Order' }
  return client.chat.completions.create({ model: 'gpt-4o-mini', messages, response_model, max_retries: 0, ...fields })
}
const expectOrder = ({ customer, quantity }) =>
  assert.deepEqual({ customer, quantity }, { customer: 'Anna', quantity: 3 })

await tryAll({
  'structured output': async () => expectOrder(await extract('JSON_SCHEMA')),
  'structured output by a function': async () => expectOrder(await extract('TOOLS')),
  'structured output by an older function': async () => expectOrder(await extract('FUNCTIONS')),
  'structured output as JSON': async () => expectOrder(await extract('JSON')),
  'structured output in Markdown': async () => expectOrder(await extract('MD_JSON')),
  'structured output, streamed': async () => {
    let last
    for await (const partial of await extract('TOOLS', { stream: true })) last = partial
    expectOrder(last)
  },
  'misspelt model': () => expectMessage(() => extract('TOOLS', { model: 'no-such-model' }), /no-such-model/),
})
