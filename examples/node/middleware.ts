// #region middleware
import { chat } from '@mira/chat'
import { createClient, type Middleware, type Reply } from '@mira/core'

/** Answers what was asked before without asking again. */
function remember(): Middleware {
  const replies = new Map<string, Reply>()
  return async (request, next, { operation }) => {
    const body = request.body?.content
    if (operation !== 'chat.create' || typeof body !== 'string') return next(request) // a stream must be read anew
    const reply = replies.get(body) ?? (await next(request))
    replies.set(body, reply)
    return reply
  }
}

/** Marks every request, retries included. */
const mark: Middleware = (request, next, { attempt }) =>
  next({ ...request, headers: { ...request.headers, 'x-attempt': String(attempt) } })

const mira = createClient({ middleware: [remember(), mark] }).extend(chat)
// #endregion

const ask = async (content: string) => (await mira.chat.create({ messages: [{ role: 'user', content }] })).id
const first = await ask('What is 6 times 7?')
console.log(first === (await ask('What is 6 times 7?')) ? 'remembered' : 'asked again')
console.log(first === (await ask('What is 7 times 8?')) ? 'remembered' : 'asked')
