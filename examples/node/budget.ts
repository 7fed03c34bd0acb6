// #region budget
import { chat, defineTool } from '@mira/chat'
import { createClient } from '@mira/core'
import { BudgetError, meter } from '@mira/meter'

const prices = { models: { mira: { input_per_million_tokens: '50', output_per_million_tokens: '150' } } }
const mira = createClient().extend(chat)
const { client } = meter(mira, { prices, maxCalls: 3, maxCost: 500n }) // at most 3 calls, and 5 rubles

const weather = defineTool({
  name: 'get_weather',
  description: 'Gets the current weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
  execute: () => ({ temperature: -20, unit: 'celsius' }),
})
try {
  const messages = [{ role: 'user', content: 'What is the weather in Omsk?' }]
  for (;;) await client.chat.runTools({ messages, tools: [weather] })
} catch (error) {
  if (!(error instanceof BudgetError)) throw error
  const { limit, usage, cost } = error
  console.log(`Stopped by ${limit} after ${usage.calls} calls for ${cost} ${cost.currency}`)
}
// #endregion

// #region certain
const small = meter(mira, { prices, maxCost: 1n }).client // 1 kopeck
const question = { messages: [{ role: 'user', content: 'Hello' }], max_tokens: 100 }
await small.chat.create(question).catch((error: BudgetError) => console.log(error.message)) // not sent
await small.chat.create({ ...question, max_tokens: 50 })
// #endregion

// #region stream
const brief = meter(mira, { prices, maxTokens: 40 }).client
const stream = brief.chat.stream({ messages: [{ role: 'user', content: 'Count from 1 to 200.' }] })
try {
  for await (const { text } of stream) process.stdout.write(text)
} catch (error) {
  console.log(`\n${error}`)
}
// #endregion
