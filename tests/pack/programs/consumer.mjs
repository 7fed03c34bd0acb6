// A user's program: imports the installed packages, sends a chat request and a streaming one, and prints the answers.
import { createChatCompletion, streamChatCompletion } from '@mira/chat'
import { createClient } from '@mira/core'

const [baseUrl, ...specifiers] = process.argv.slice(2)
const client = createClient({ baseUrl, apiKey: 'sk-mira-test' })
const messages = [{ role: 'user', content: 'Hello' }]

const completion = await createChatCompletion(client, { messages })
let streamed = ''
for await (const chunk of streamChatCompletion(client, { messages })) streamed += chunk.text

const exports = {}
for (const specifier of specifiers) exports[specifier] = Object.keys(await import(specifier)).sort()
console.log(JSON.stringify({ exports, answer: completion.choices[0].message.content, streamed }))
