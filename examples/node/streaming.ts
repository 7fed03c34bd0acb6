import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

const mira = createClient().extend(chat)
const messages = [{ role: 'user', content: 'Count from 1 to 20.' }]

// #region stream
await using stream = mira.chat.stream({ messages, stream_options: { include_usage: true } })
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
const left = mira.chat.stream({ messages })
for await (const { text } of left) {
  if (text.includes('5')) break // closes the connection, and the server stops
}
console.log('Left at:', left.snapshot.choices[0]?.message.content)
// #endregion

// #region cancel
const controller = new AbortController()
const canceled = mira.chat.stream({ messages }, { signal: controller.signal })
try {
  for await (const { text } of canceled) if (text.includes('5')) controller.abort('The user pressed stop')
} catch (reason) {
  console.log('Canceled:', reason)
}
// #endregion
