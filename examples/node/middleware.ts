// #region middleware
import { chat } from '@mira/chat'
import { createClient, type Middleware, type Reply } from '@mira/core'

/** Caches completions in memory. */
function createCache(): Middleware {
  const replies = new Map<string, Reply>()
  return async (request, next, { operation }) => {
    const body = request.body?.content
    if (operation !== 'chat.create' || typeof body !== 'string') return next(request) // streams cannot be replayed
    const reply = replies.get(body) ?? (await next(request))
    replies.set(body, reply)
    return reply
  }
}

/** Adds a header to every attempt. */
const addAttemptHeader: Middleware = (request, next, { attempt }) =>
  next({ ...request, headers: { ...request.headers, 'x-attempt': String(attempt) } })

const mira = createClient({ middleware: [createCache(), addAttemptHeader] }).extend(chat)
// #endregion

const ask = async (content: string) => (await mira.chat.create({ messages: [{ role: 'user', content }] })).id
const first = await ask('What is 6 times 7?')
console.log(first === (await ask('What is 6 times 7?')) ? 'cached' : 'sent again')
console.log(first === (await ask('What is 7 times 8?')) ? 'cached' : 'sent')
