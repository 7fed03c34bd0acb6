import assert from 'node:assert/strict'
import { HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import { tool } from '@langchain/core/tools'
import { ChatOpenAI, OpenAI, OpenAIEmbeddings } from '@langchain/openai'
import { z } from 'zod'
import {
  answer,
  collect,
  expectMessage,
  forecast,
  order,
  question,
  redSquare,
  settings,
  tryAll,
  weatherQuestion,
} from './cells.mjs'

const common = { apiKey: settings.apiKey, configuration: { baseURL: settings.baseURL }, maxRetries: 0 }
const chat = (fields) => new ChatOpenAI({ model: 'gpt-4o-mini', ...common, ...fields })
const weather = tool(() => forecast, {
  name: 'get_weather',
  description: 'Returns the weather of a city',
  schema: z.object({ city: z.string().describe('Name of the city') }),
})
const schema = z.object({ customer: z.string(), quantity: z.int() })
const toText = ({ content, text }) => text ?? content
const askForWeather = async (fields) => {
  const model = chat(fields).bindTools([weather])
  const asked = [new HumanMessage(weatherQuestion)]
  const first = await model.invoke(asked)
  assert.deepEqual(first.tool_calls[0].args, { city: 'Oslo' })
  const result = new ToolMessage({ content: forecast, tool_call_id: first.tool_calls[0].id })
  assert.match(toText(await model.invoke([...asked, first, result])), /sunny/)
}

await tryAll({
  chat: async () => {
    const message = await chat().invoke([new SystemMessage('Answer briefly.'), new HumanMessage(question)])
    assert.match(toText(message), answer)
    assert.ok(message.usage_metadata.total_tokens > 0)
  },
  'chat stream': async () => assert.match(await collect(await chat().stream(question), toText), answer),
  'several answers': async () =>
    assert.equal((await chat({ n: 2 }).generate([[new HumanMessage(question)]])).generations[0].length, 2),
  'tool call': () => askForWeather(),
  'structured output': async () =>
    assert.deepEqual(await chat().withStructuredOutput(schema).invoke(order), { customer: 'Anna', quantity: 3 }),
  'structured output by a function': async () => {
    const model = chat().withStructuredOutput(schema, { method: 'functionCalling' })
    assert.deepEqual(await model.invoke(order), { customer: 'Anna', quantity: 3 })
  },
  'image input': async () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${redSquare}` } }
    const content = [{ type: 'text', text: 'What is the main color of this image?' }, image]
    assert.match(toText(await chat().invoke([new HumanMessage({ content })])), /red/)
  },
  'error message': () => expectMessage(() => chat({ temperature: 9 }).invoke(question), /temperature/),
  'misspelt model': () => expectMessage(() => chat({ model: 'no-such-model' }).invoke(question), /no-such-model/),
  stop: async () => {
    const controller = new AbortController()
    const work = async () => {
      const stream = await chat().stream('Count from 1 to 40.', { signal: controller.signal })
      for await (const _ of stream) controller.abort()
    }
    await work().catch((error) => assert.match(String(error), /abort/i))
  },
  completion: async () =>
    assert.match(await new OpenAI({ model: 'gpt-3.5-turbo-instruct', ...common }).invoke(question), answer),
  embeddings: async () => {
    const embeddings = new OpenAIEmbeddings({ model: 'text-embedding-3-small', ...common })
    assert.equal((await embeddings.embedDocuments(['a', 'b'])).length, 2)
  },
  response: async () => assert.match(toText(await chat({ useResponsesApi: true }).invoke(question)), answer),
  'response stream': async () =>
    assert.match(await collect(await chat({ useResponsesApi: true }).stream(question), toText), answer),
  'response tool call': () => askForWeather({ useResponsesApi: true }),
  'response structured output': async () => {
    const model = chat({ useResponsesApi: true }).withStructuredOutput(schema)
    assert.deepEqual(await model.invoke(order), { customer: 'Anna', quantity: 3 })
  },
  conversation: async () => {
    const model = chat({ useResponsesApi: true })
    const first = await model.invoke('My name is Ada.')
    const previous_response_id = first.response_metadata.id
    assert.match(toText(await model.invoke('What is my name?', { previous_response_id })), /Ada/)
  },
})
