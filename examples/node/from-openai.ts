import { chat, defineTool, outputText } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import OpenAI from 'openai'
import { z } from 'zod'

// #region keep
// The API is wire-compatible: an application can keep `openai` and change its base URL.
const openai = new OpenAI({ baseURL: `${process.env.MIRA_BASE_URL}/v1`, apiKey: process.env.MIRA_API_KEY })
// #endregion
// #region client
const mira = createClient().extend(chat) // MIRA_BASE_URL and MIRA_API_KEY
// #endregion

const messages = [{ role: 'user' as const, content: 'What is 6 times 7?' }]

// #region openai-chat
const theirs = await openai.chat.completions.create({ model: 'mira', messages })
console.log(theirs.choices[0]?.message.content)
// #endregion
// #region mira-chat
const ours = await mira.chat.create({ model: 'mira', messages })
console.log(ours.choices[0]?.message.content)
// #endregion

// #region openai-stream
const chunks = await openai.chat.completions.create({ model: 'mira', messages, stream: true })
for await (const chunk of chunks) process.stdout.write(chunk.choices[0]?.delta.content ?? '')
// #endregion
console.log()
// #region mira-stream
for await (const { text } of mira.chat.stream({ model: 'mira', messages })) process.stdout.write(text)
// #endregion
console.log()

// #region mira-tools
const weather = defineTool({
  name: 'get_weather',
  description: 'Gets the current weather in a city',
  parameters: z.object({ city: z.string() }),
  execute: ({ city }) => `It is sunny in ${city}.`,
})
const question = [{ role: 'user', content: 'What is the weather in Paris?' }]
const { completion } = await mira.chat.runTools({ messages: question, tools: [weather] })
console.log(completion.choices[0]?.message.content)
// #endregion

// #region mira-responses
const response = await mira.responses.create({ input: 'What is 6 times 7?' })
console.log(outputText(response))
// #endregion

// #region openai-errors
await openai.chat.completions.create({ model: 'no-such-model', messages }).catch((error) => {
  if (error instanceof OpenAI.APIError) console.log(error.status, error.requestID ? 'with a request id' : '')
})
// #endregion
// #region mira-errors
await mira.chat.create({ model: 'no-such-model', messages }).catch((error) => {
  if (isMiraError(error)) console.log(error.code, error.requestId ? 'with a request id' : '')
})
// #endregion
