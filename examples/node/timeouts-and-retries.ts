import { chat } from '@mira/chat'
import { createClient, isMiraError, metadataOf } from '@mira/core'
import { startServer } from '@mira/server'

// Responds with 503 at first.
const server = await startServer({
  faults: ({ attempt }) => (attempt < 3 ? { status: 503, retryAfterSeconds: 0 } : undefined),
})
const { url: baseUrl, apiKey } = server
const messages = [{ role: 'user', content: 'What is 6 times 7?' }]

// #region retry
const retry = { maxRetries: 3, baseDelayMs: 100, maxRetryAfterMs: 10_000 }
const mira = createClient({ baseUrl, apiKey, retry }).extend(chat)
const completion = await mira.chat.create({ messages })
console.log(metadataOf(completion)?.attempts.map(({ status, waitMs }) => ({ status, waitMs })))
// #endregion

// #region timeout
try {
  await mira.chat.create({ messages }, { timeout: { total: 1 } }) // too short on purpose
} catch (error) {
  if (!isMiraError(error) || error.code !== 'timeout') throw error
  console.log(error.timeout, error.message) // total: the whole call, attempt, firstEvent or idle
}
// #endregion

// #region abort
const signal = AbortSignal.abort(new Error('The user closed the window'))
await mira.chat.create({ messages }, { signal }).catch((reason) => console.log(reason.message)) // your own reason
// #endregion

// #region idempotency
const { id: first } = await mira.chat.create({ messages }, { idempotencyKey: 'order-1234' })
const { id: again } = await mira.chat.create({ messages }, { idempotencyKey: 'order-1234' }) // for example after a crash
console.log(first === again ? 'Answered once' : 'Answered twice')
// #endregion
await server.close()
