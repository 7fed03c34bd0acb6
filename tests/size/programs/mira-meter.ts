import { createChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'
import { meter } from '@mira/meter'

const prices = { models: { mira: { input_per_million_tokens: '50', output_per_million_tokens: '150' } } }
const scope = meter(createClient({ baseUrl: '/api/mira' }), { prices, maxCost: 100n })
const { choices } = await createChatCompletion(scope.client, { messages: [{ role: 'user', content: 'Hello' }] })
console.log(choices[0]?.message.content, `${scope.cost}`)
