import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat)

// #region stream
const messages = [{ role: 'user', content: 'Count from 1 to 20.' }]
const stream = mira.chat.stream({ messages, stream_options: { include_usage: true } })
for await (const chunk of stream) {
  process.stdout.write(chunk.text) // and chunk.reasoning; the rest is the server's own chunk
}
const whole = await stream.final() // tool calls, usage and finish_reason included
console.log(`\n${whole.choices[0]?.finish_reason}, ${whole.usage?.total_tokens} tokens`)
// #endregion

// #region text
console.log(await mira.chat.stream({ messages }).text())
// #endregion

// #region leave
let seen = ''
for await (const { text } of mira.chat.stream({ messages })) {
  seen += text
  if (seen.includes('5')) break // closes the connection, and the server stops
}
console.log('Left after:', seen)
// #endregion
