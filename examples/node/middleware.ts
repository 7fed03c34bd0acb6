// #region middleware
import { chat } from '@mira/chat'
import { createClient, type Middleware } from '@mira/core'

/** Adds a header to every attempt. */
const addAttemptHeader: Middleware = (request, next, { attempt }) =>
  next({ ...request, headers: { ...request.headers, 'x-attempt': String(attempt) } })

/** Reports attempts that take longer than five seconds. */
const reportSlow: Middleware = async (request, next, { operation, attempt }) => {
  const startMs = performance.now()
  try {
    return await next(request)
  } finally {
    const seconds = (performance.now() - startMs) / 1_000
    if (seconds > 5) console.warn(`${operation} attempt ${attempt} took ${seconds.toFixed(1)} s`)
  }
}

const mira = createClient({ middleware: [addAttemptHeader, reportSlow] }).extend(chat)
// #endregion

const { text } = await mira.chat.create({ messages: [{ role: 'user', content: 'What is 6 times 7?' }] })
console.log(text)
