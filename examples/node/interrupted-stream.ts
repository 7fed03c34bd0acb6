import { chat } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { createScriptedFetch } from '@mira/core/testing'

// A server that breaks off in the middle of its answer.
const chunk = (content: string) => ({ data: { choices: [{ index: 0, delta: { content } }] } })
const fetch = createScriptedFetch({
  'POST /v1/chat/completions': { sse: [chunk('Once upon a time'), chunk(' there was')], dropAt: 100 },
})
const mira = createClient({ baseUrl: 'http://mira.test', fetch }).extend(chat)

// #region interrupted
const story = mira.chat.stream({ messages: [{ role: 'user', content: 'Tell me a story.' }] })
try {
  console.log(await story.text())
} catch (error) {
  if (!isMiraError(error) || error.code !== 'stream_interrupted') throw error
  console.log('Cut off after:', story.snapshot.choices[0]?.message.content)
}
// #endregion
