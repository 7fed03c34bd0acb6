// #region tool
import { chat, defineTool } from '@mira/chat'
import { createClient } from '@mira/core'
import { z } from 'zod'

const mira = createClient().extend(chat)

const weather = defineTool({
  name: 'get_weather',
  description: 'Gets the current weather in a city',
  parameters: z.object({ city: z.string() }),
  // The second argument has a `signal` to pass to slow operations.
  execute: ({ city }) => ({ city, temperature: city === 'Omsk' ? -20 : 10, unit: 'celsius' }),
})
// #endregion

// #region run
const { completion, messages, rounds } = await mira.chat.runTools({
  messages: [{ role: 'user', content: 'What is the weather in Omsk?' }],
  tools: [weather],
  onToolCall: ({ name, arguments: input }) => console.log('calls', name, input),
  onToolResult: ({ content }) => console.log('result', content),
})
console.log(completion.choices[0]?.message.content, `(${rounds} rounds, ${messages.length} messages)`)
// #endregion

// #region stream
const stream = mira.chat.streamTools({
  messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
  tools: [weather],
  stream_options: { include_usage: true },
})
for await (const { text } of stream) process.stdout.write(text)
const { usage } = await stream.final()
console.log(`\n${usage?.total_tokens} tokens in all rounds`)
// #endregion
