import { chat } from '@mira/chat'
import { createClient } from '@mira/core'

// #region fetch
// Any function with the signature of the global fetch: for a proxy, a custom certificate, a cache or a log.
const mira = createClient({
  async fetch(url, init) {
    const response = await fetch(url, init)
    console.log(init.method, new URL(url).pathname, response.status)
    return response
  },
}).extend(chat)
// #endregion

const { choices } = await mira.chat.create({ messages: [{ role: 'user', content: 'What is 6 times 7?' }] })
console.log(choices[0]?.message.content)
