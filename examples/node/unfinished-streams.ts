import { chat } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { createScriptedFetch } from '@mira/core/testing'

// Drops the connection in the middle of the first answer, and stalls in the second.
const chunk = (content: string) => ({ data: { choices: [{ index: 0, delta: { content } }] } })
const sse = [chunk('Once upon a time'), chunk(' there was')]
const fetch = createScriptedFetch({
  'POST /v1/chat/completions': [
    { sse, dropAt: 100 },
    { sse, stallAt: 100 },
  ],
})
const mira = createClient({ baseUrl: 'http://mira.test', fetch }).extend(chat)
const messages = [{ role: 'user', content: 'Tell me a story.' }]

// #region interrupted
const story = mira.chat.stream({ messages })
try {
  console.log(await story.text())
} catch (error) {
  if (!isMiraError(error) || error.code !== 'stream_interrupted') throw error
  console.log('Cut off after:', story.snapshot.choices[0]?.message.content)
}
// #endregion

// #region cancel
const controller = new AbortController()
try {
  for await (const { text } of mira.chat.stream({ messages }, { signal: controller.signal })) {
    if (text) controller.abort('The user pressed stop') // from anywhere, at any time
  }
} catch (reason) {
  console.log('Canceled:', reason)
}
// #endregion
