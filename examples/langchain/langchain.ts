import { HumanMessage, type ToolMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { z } from 'zod'

// #region model
// The API follows OpenAI, so LangChain needs its address and key only.
const connection = {
  apiKey: process.env.MIRA_API_KEY,
  configuration: { baseURL: `${process.env.MIRA_BASE_URL ?? 'https://api.vmira.ai'}/v1` },
}
const model = new ChatOpenAI({ model: 'mira', ...connection })

const answer = await model.invoke('What is 12 % of 250?')
console.log(answer.text, answer.usage_metadata)
// #endregion

// #region stream
for await (const chunk of await model.stream('Count from 1 to 20.')) process.stdout.write(chunk.text)
// #endregion
console.log()

// #region tools
const getWeather = tool(({ city }) => `It is sunny in ${city}.`, {
  name: 'get_weather',
  description: 'Returns the weather of a city',
  schema: z.object({ city: z.string() }),
})
const withTools = model.bindTools([getWeather])
const question = new HumanMessage('What is the weather in Paris?')
const call = await withTools.invoke([question])
const results: ToolMessage[] = []
for (const toolCall of call.tool_calls ?? []) results.push(await getWeather.invoke({ ...toolCall, type: 'tool_call' }))
const reply = await withTools.invoke([question, call, ...results])
console.log(reply.text)
// #endregion

// #region output
const order = model.withStructuredOutput(z.object({ customer: z.string(), quantity: z.number() }))
const { customer, quantity } = await order.invoke('Anna orders 3 apples')
console.log(customer, 'orders', quantity)
// #endregion

// #region reasoning
// Chat completions name the reasoning `thinking_content`, which LangChain does not read. Responses have it in OpenAI's form.
const thinking = new ChatOpenAI({ model: 'mira-thinking', useResponsesApi: true, ...connection })
const { contentBlocks } = await thinking.invoke('What is 6 times 7?')
for (const block of contentBlocks) if (block.type === 'reasoning') console.log('Reasoning:', block.reasoning)
// #endregion

// #region embeddings
const embeddings = new OpenAIEmbeddings({ model: 'mira-embed', ...connection })
const vectors = await embeddings.embedDocuments(['house', 'boat'])
console.log(vectors.length, 'vectors')
// #endregion

// #region abort
const controller = new AbortController()
try {
  for await (const chunk of await model.stream('Count from 1 to 40.', { signal: controller.signal })) {
    if (chunk.text !== '') controller.abort()
  }
} catch (error) {
  if (!controller.signal.aborted) throw error
  console.log('stopped')
}
// #endregion
