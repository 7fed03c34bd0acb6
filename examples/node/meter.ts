// #region prices
import { chat, defineTool } from '@mira/chat'
import { createClient } from '@mira/core'
import { meter, type PriceList } from '@mira/meter'

const prices: PriceList = {
  currency: 'RUB',
  models: {
    mira: { input_per_million_tokens: '50', output_per_million_tokens: '150' },
    'mira-embed': { input_per_million_tokens: '5' },
    'mira-*': { input_per_million_tokens: '100', output_per_million_tokens: '300' },
  },
}
// #endregion

// #region scope
const mira = createClient().extend(chat)
const scope = meter(mira, { prices })

const weather = defineTool({
  name: 'get_weather',
  description: 'Gets the current weather in a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  execute: () => ({ temperature: -20, unit: 'celsius' }),
})
await scope.client.chat.runTools({
  messages: [{ role: 'user', content: 'What is the weather in Omsk?' }],
  tools: [weather],
})
await scope.client.embeddings.create({ input: ['first', 'second'] })

const { calls, promptTokens, completionTokens } = scope.usage
console.log(`${calls} calls, ${promptTokens} + ${completionTokens} tokens, ${scope.cost} ${scope.cost.currency}`)
for (const [model, { usage, cost }] of Object.entries(scope.byModel)) console.log(model, usage.calls, `${cost}`)
// #endregion

// #region unknown
const stream = scope.client.chat.stream({ messages: [{ role: 'user', content: 'Count from 1 to 100.' }] })
for await (const { text } of stream) if (text.includes('3')) break

for (const { operation, reason, estimate } of scope.unknown) console.log(`${operation} ${reason}, about ${estimate}`)
// #endregion

// #region nested
const step = meter(scope.client, { prices })
await step.client.chat.create({ messages: [{ role: 'user', content: 'What is 6 times 7?' }] })
console.log(`${step.usage.calls} call of ${scope.usage.calls}`)
console.log(JSON.stringify(step).slice(0, 20))

// #endregion

// #region reconcile
import { account } from '@mira/account'
import { reconcile } from '@mira/meter'

const charges = mira.extend(account).billing.transactions({ type: 'charge' })
const { matched, unknown, cost } = await reconcile(scope, charges)
console.log(`${matched} matched, ${unknown.length} unknown, ${cost}`)
// #endregion
