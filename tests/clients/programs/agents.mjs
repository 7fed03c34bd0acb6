// OpenAI Agents, over chat completions or, if the first argument says so, over responses.
import assert from 'node:assert/strict'
import { Agent, handoff, OpenAIProvider, Runner, setTracingDisabled, tool } from '@openai/agents'
import { z } from 'zod'
import { answer, expectMessage, forecast, order, question, settings, tryAll, weatherQuestion } from './cells.mjs'

setTracingDisabled(true)
const modelProvider = new OpenAIProvider({ ...settings, useResponses: process.argv[2] === 'responses' })
const runner = new Runner({ modelProvider, tracingDisabled: true })
const weather = tool({
  name: 'get_weather',
  description: 'Returns the weather of a city',
  parameters: z.object({ city: z.string().describe('Name of the city') }),
  execute: () => forecast,
})
const agent = (fields) =>
  new Agent({ name: 'Helper', instructions: 'Answer briefly.', model: 'gpt-4o-mini', ...fields })

await tryAll({
  chat: async () => assert.match((await runner.run(agent(), question)).finalOutput, answer),
  'chat stream': async () => {
    const stream = await runner.run(agent(), question, { stream: true })
    let text = ''
    for await (const part of stream.toTextStream()) text += part
    assert.match(text, answer)
  },
  'tool loop': async () =>
    assert.match((await runner.run(agent({ tools: [weather] }), weatherQuestion)).finalOutput, /sunny/),
  'tool loop, streamed': async () => {
    const stream = await runner.run(agent({ tools: [weather] }), weatherQuestion, { stream: true })
    for await (const _ of stream) {
      // The final output is complete at the end.
    }
    assert.match(stream.finalOutput, /sunny/)
  },
  'structured output': async () => {
    const outputType = z.object({ customer: z.string(), quantity: z.number().int() })
    const { finalOutput } = await runner.run(agent({ outputType }), order)
    assert.deepEqual(finalOutput, { customer: 'Anna', quantity: 3 })
  },
  conversation: async () => {
    const first = await runner.run(agent(), 'My name is Ada.')
    const { finalOutput } = await runner.run(agent(), [...first.history, { role: 'user', content: 'What is my name?' }])
    assert.match(finalOutput, /Ada/)
  },
  handoff: async () => {
    const helper = agent({ name: 'Weather', handoffDescription: 'Knows the weather', tools: [weather] })
    const front = agent({ handoffs: [handoff(helper)] })
    assert.ok((await runner.run(front, question)).finalOutput.length > 0)
  },
  'error message': () =>
    expectMessage(() => runner.run(agent({ modelSettings: { temperature: 9 } }), question), /temperature/),
  'misspelt model': () => expectMessage(() => runner.run(agent({ model: 'no-such-model' }), question), /no-such-model/),
})
