import { Agent } from '@mastra/core/agent'
import { createTool } from '@mastra/core/tools'
import { mira } from '@mira/ai-sdk' // reads MIRA_API_KEY and MIRA_BASE_URL
import { z } from 'zod'

// #region agent
const getWeather = createTool({
  id: 'get_weather',
  description: 'Returns the weather of a city',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => `It is sunny in ${city}.`,
})
const agent = new Agent({
  id: 'weather',
  name: 'Weather',
  instructions: 'You answer briefly.',
  model: mira('mira'),
  tools: { get_weather: getWeather },
})
const { text, steps } = await agent.generate('What is the weather in Paris?')
console.log(text, `in ${steps.length} steps`)
// #endregion

// #region stream
const stream = await agent.stream('Count from 1 to 20.')
for await (const text of stream.textStream) process.stdout.write(text)
const usage = await stream.usage
console.log(`\n${usage.totalTokens} tokens`)
// #endregion

// #region output
const schema = z.object({ customer: z.string(), quantity: z.number() })
const { object } = await agent.generate('Anna orders 3 apples', { structuredOutput: { schema } })
console.log(object.customer, 'orders', object.quantity)
// #endregion

// #region reasoning
const thinker = new Agent({ id: 'thinker', name: 'Thinker', instructions: '', model: mira('mira-thinking') })
const { reasoningText } = await thinker.generate('What is 6 times 7?')
console.log('Reasoning:', reasoningText)
// #endregion

// #region abort
const controller = new AbortController()
const left = await agent.stream('Count from 1 to 40.', { abortSignal: controller.signal })
for await (const chunk of left.fullStream) {
  if (chunk.type === 'text-delta') controller.abort()
  if (chunk.type === 'abort') console.log('stopped')
}
// #endregion
