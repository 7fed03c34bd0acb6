import { chat } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { startServer } from '@mira/server'

// Responds with a sequence of errors.
const details = ['Daily limit reached', 'No funds', 'Blocked', 'Out of order', 'Out of order', 'Out of order']
const statuses = [429, 402, 403, 500, 500, 500]
const server = await startServer({
  faults: ({ attempt }) => ({
    status: statuses[attempt - 1] ?? 500,
    detail: details[attempt - 1],
    retryAfterSeconds: attempt === 1 ? 3_600 : undefined,
  }),
})
const { url: baseUrl, apiKey } = server
const mira = createClient({ baseUrl, apiKey, retry: { baseDelayMs: 10 } }).extend(chat)

// #region errors
async function ask(content: string): Promise<string> {
  try {
    const { choices } = await mira.chat.create({ messages: [{ role: 'user', content }] })
    return choices[0]?.message.content ?? ''
  } catch (error) {
    if (!isMiraError(error)) throw error // your own abort reason, or a TypeError for what cannot be sent
    switch (error.code) {
      case 'rate_limited':
        return `Busy; try again in ${Math.ceil((error.retryAfterMs ?? 0) / 1_000)} s.`
      case 'insufficient_balance':
        return 'Please top up your account.'
      case 'unauthorized':
      case 'forbidden':
        return 'The API key does not allow this.'
      default:
        console.error(error.message) // includes the request id, for support requests
        return error.retryable ? `Failed after ${error.attempts.length} attempts.` : 'That cannot work.'
    }
  }
}
// #endregion

for (let question = 1; question <= 4; question += 1) console.log(await ask('Hello'))
await server.close()
