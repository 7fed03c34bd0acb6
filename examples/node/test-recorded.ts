import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { recordFetch, replayFetch } from '@mira/core/testing'

const question = { messages: [{ role: 'user', content: 'What is 6 times 7?' }] }

test('answers from a recording as it did from the server', async () => {
  // #region record
  const recorder = recordFetch(fetch)
  const mira = createClient({ fetch: recorder.fetch }).extend(chat)
  const answer = await mira.chat.stream(question).text()
  const recording = JSON.stringify(recorder.fixture()) // save it beside the test; it contains no API key

  const replayed = createClient({ fetch: replayFetch(JSON.parse(recording)) }).extend(chat)
  assert.equal(await replayed.chat.stream(question).text(), answer) // without a server, in the same chunks
  // #endregion
  assert.match(answer, /42/)
  assert.doesNotMatch(recording, /sk-mira-/)
})
