import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

// #region hooks
const mira = createClient({
  hooks: {
    onRequest: ({ operation, attempt }) => console.log(`${operation} attempt ${attempt}`),
    onResponse: ({ status, durationMs }) => console.log(`${status} after ${durationMs} ms`),
    onRetry: ({ error, waitMs }) => console.log(`${error.code}, again in ${waitMs} ms`),
    onEnd: ({ operation, error, usage }) => console.log(operation, error ? 'failed' : 'done', usage),
    onWarning: (message) => console.warn(message),
  },
}).extend(chat)

await mira.chat.create({ messages: [{ role: 'user', content: 'What is 6 times 7?' }] })
// #endregion
