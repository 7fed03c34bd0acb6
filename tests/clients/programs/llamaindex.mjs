import assert from 'node:assert/strict'
import { OpenAI, OpenAIEmbedding } from '@llamaindex/openai'
import { tool } from 'llamaindex'
import { z } from 'zod'
import {
  answer,
  collect,
  expectMessage,
  forecast,
  question,
  redSquare,
  settings,
  tryAll,
  weatherQuestion,
} from './cells.mjs'

const model = (fields) => new OpenAI({ model: 'gpt-4o-mini', maxRetries: 0, ...settings, ...fields })
const messages = [{ role: 'user', content: question }]
const weather = tool({
  name: 'get_weather',
  description: 'Returns the weather of a city',
  parameters: z.object({ city: z.string().describe('Name of the city') }),
  execute: () => forecast,
})

await tryAll({
  chat: async () => assert.match((await model().chat({ messages })).message.content, answer),
  'chat stream': async () =>
    assert.match(await collect(await model().chat({ messages, stream: true }), ({ delta }) => delta), answer),
  'tool call': async () => {
    const asked = [{ role: 'user', content: weatherQuestion }]
    const { message } = await model().chat({ messages: asked, tools: [weather] })
    const [call] = message.options.toolCall
    assert.deepEqual(typeof call.input === 'string' ? JSON.parse(call.input) : call.input, { city: 'Oslo' })
    const options = { toolResult: { id: call.id, result: forecast, isError: false } }
    const result = { role: 'user', content: forecast, options }
    const second = await model().chat({ messages: [...asked, message, result], tools: [weather] })
    assert.match(second.message.content, /sunny/)
  },
  'image input': async () => {
    const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${redSquare}` } }
    const content = [{ type: 'text', text: 'What is the main color of this image?' }, image]
    assert.match((await model().chat({ messages: [{ role: 'user', content }] })).message.content, /red/)
  },
  'error message': () => expectMessage(() => model({ temperature: 9 }).chat({ messages }), /temperature/),
  'misspelt model': () => expectMessage(() => model({ model: 'no-such-model' }).chat({ messages }), /no-such-model/),
  completion: async () => assert.match((await model().complete({ prompt: question })).text, answer),
  embeddings: async () => {
    const embedding = new OpenAIEmbedding({ model: 'text-embedding-3-small', ...settings })
    assert.equal((await embedding.getTextEmbeddings(['a', 'b'])).length, 2)
  },
})
