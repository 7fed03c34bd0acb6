import type { ChatMessage } from '@llamaindex/core/llms'
import { tool } from '@llamaindex/core/tools'
import { OpenAI, OpenAIEmbedding } from '@llamaindex/openai'
import { z } from 'zod'

// #region model
// The API follows OpenAI, so LlamaIndex needs its address and key only.
const connection = {
  apiKey: process.env.MIRA_API_KEY,
  baseURL: `${process.env.MIRA_BASE_URL ?? 'https://api.vmira.ai'}/v1`,
}
const llm = new OpenAI({ model: 'mira', ...connection })

const ask = (content: string): ChatMessage[] => [{ role: 'user', content }]
const { message, raw } = await llm.chat({ messages: ask('What is 12 % of 250?') })
const { usage } = raw as { usage: { total_tokens: number } } // the response as it was sent
console.log(message.content, usage.total_tokens)
// #endregion

// #region stream
// Without `stream_options`, a stream reports no usage.
const additionalChatOptions = { stream_options: { include_usage: true } }
const stream = await llm.chat({ messages: ask('Count from 1 to 20.'), stream: true, additionalChatOptions })
for await (const { delta, raw } of stream) {
  process.stdout.write(delta)
  const { usage } = raw as { usage?: { total_tokens: number } }
  if (usage) console.log(`\n${usage.total_tokens} tokens`)
}
// #endregion

// #region tools
const getWeather = tool({
  name: 'get_weather',
  description: 'Returns the weather of a city',
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) => `It is sunny in ${city}.`,
})
const messages = ask('What is the weather in Paris?')
const { newMessages, toolCalls } = await llm.exec({ messages, tools: [getWeather] })
const reply = await llm.chat({ messages: [...messages, ...newMessages], tools: [getWeather] })
console.log(toolCalls.length, reply.message.content)
// #endregion

// #region output
const schema = z.object({ customer: z.string(), quantity: z.number() })
const response = await llm.chat({ messages: ask('Anna orders 3 apples'), responseFormat: schema })
const { customer, quantity } = schema.parse(JSON.parse(String(response.message.content)))
console.log(customer, 'orders', quantity)
// #endregion

// #region reasoning
// LlamaIndex reads no reasoning of chat completions; of an answer that is not streamed, it is in `raw`.
const thinking = new OpenAI({ model: 'mira-thinking', ...connection })
const thought = await thinking.chat({ messages: ask('What is 6 times 7?') })
const { choices } = thought.raw as { choices: { message: { thinking_content?: string } }[] }
console.log('Reasoning:', choices[0]?.message.thinking_content)
// #endregion

// #region embeddings
const embedding = new OpenAIEmbedding({ model: 'mira-embed', ...connection })
const vectors = await embedding.getTextEmbeddings(['house', 'boat'])
console.log(vectors.length, 'vectors')
// #endregion
