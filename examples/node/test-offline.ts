// #region offline
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { createScriptedFetch, createVirtualClock } from '@mira/core/testing'

test('retries after the delay that the server requests', async () => {
  const clock = createVirtualClock() // timers fire without waiting
  const answer = { choices: [{ index: 0, message: { role: 'assistant', content: '42' }, finish_reason: 'stop' }] }
  const fetch = createScriptedFetch(
    { 'POST /v1/chat/completions': [{ status: 429, headers: { 'retry-after': '30' } }, { json: answer }] },
    { clock },
  )
  const mira = createClient({ baseUrl: 'http://mira.test', fetch, clock, random: () => 0 }).extend(chat)

  const call = mira.chat.create({ messages: [{ role: 'user', content: 'What is 6 times 7?' }] })
  const { choices } = await clock.run(call)

  assert.equal(choices[0]?.message.content, '42')
  const [first, second] = fetch.requests
  assert.equal(second!.atMs - first!.atMs, 30_000)
  assert.deepEqual(first!.json(), second!.json())
})
// #endregion

test('reads a split stream, and times out on a stalled one', async () => {
  const clock = createVirtualClock()
  const delta = (content: string) => ({ data: { choices: [{ index: 0, delta: { content } }] } })
  const sse = [delta('Hel'), delta('lo')]
  const fetch = createScriptedFetch(
    { 'POST /v1/chat/completions': { sse, splitAt: [10, 75], stallAt: 100 } },
    { clock },
  )
  const mira = createClient({ baseUrl: 'http://mira.test', fetch, clock }).extend(chat)

  const stream = mira.chat.stream({ messages: [{ role: 'user', content: 'Hi' }] })
  await assert.rejects(clock.run(stream.text()), { code: 'timeout', timeout: 'idle' })
  assert.equal(stream.snapshot.choices[0]?.message.content, 'Hel')
  assert.equal(fetch.requests[0]?.isAborted, true)
})
