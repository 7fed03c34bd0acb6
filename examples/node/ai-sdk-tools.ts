import { createMira, mira } from '@mira/ai-sdk'
import { createClient } from '@mira/core'
import { embedMany, generateText, isStepCount, Output, tool } from 'ai'
import { z } from 'zod'

// #region tools
const get_weather = tool({
  description: 'Weather of a city',
  inputSchema: z.object({ city: z.string() }),
  execute: async ({ city }) => ({ city, celsius: -20 }),
})
const { text, steps } = await generateText({
  model: mira('mira'),
  tools: { get_weather },
  stopWhen: isStepCount(5),
  prompt: 'What is the weather in Omsk?',
})
console.log(text, `in ${steps.length} steps`)
// #endregion

// #region output
const { output } = await generateText({
  model: mira.responses('mira'),
  output: Output.object({ schema: z.object({ customer: z.string(), quantity: z.number() }) }),
  prompt: 'Anna orders 3 apples',
  providerOptions: { mira: { metadata: { form: 'order' } } }, // fields of the request, in the wire's spelling
})
console.log(output.customer, 'orders', output.quantity)
// #endregion

// #region client
const client = createClient({
  hooks: { onEnd: ({ operation, durationMs }) => console.log(operation, 'took', Math.round(durationMs), 'ms') },
})
const model = createMira(client).embeddingModel('mira-embed')
const { embeddings } = await embedMany({ model, values: ['дом', 'house'] })
// #endregion
console.log(embeddings.length, 'vectors')
