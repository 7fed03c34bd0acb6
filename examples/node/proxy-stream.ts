import { type ChatCompletionParams, chat } from '@mira/chat'
import { createClient } from '@mira/core'

// #region server
// On your server, which has the API key: any framework based on Request and Response.
const mira = createClient().extend(chat)

async function handle(request: Request): Promise<Response> {
  const { messages } = (await request.json()) as ChatCompletionParams
  const stream = mira.chat.stream({ messages }, { signal: request.signal }) // canceled when the page disconnects
  return new Response(stream.toReadableStream(), { headers: { 'content-type': 'text/event-stream' } })
}
// #endregion

// #region page
// In the page, without a key: the same packages, with your server as the base URL. In a browser: baseUrl: '/api/mira'.
const page = createClient({
  baseUrl: 'https://app.example/api/mira',
  fetch: (url, init) => handle(new Request(url, init)),
}).extend(chat)

for await (const { text } of page.chat.stream({ messages: [{ role: 'user', content: 'What is 12 % of 250?' }] })) {
  process.stdout.write(text)
}
// #endregion
