import { chat, defineTool } from '@mira/chat'
import { createClient } from '@mira/core'

// In the browser, without an API key: @mira/proxy on your server adds it.
const mira = createClient({ baseUrl: '/api/mira' }).extend(chat)

const rollDice = defineTool<{ count: number }>({
  name: 'roll_dice',
  description: 'Rolls dice and tells what they show',
  parameters: { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] },
  execute: ({ count }) => Array.from({ length: count }, () => 1 + Math.floor(Math.random() * 6)),
})

const stop = new AbortController()
document.querySelector('#stop')?.addEventListener('click', () => stop.abort())

const stream = mira.chat.streamTools(
  { model: 'mira', messages: [{ role: 'user', content: 'Roll three dice.' }], tools: [rollDice] },
  { signal: stop.signal },
)
for await (const { text } of stream) document.querySelector('#answer')?.append(text)
