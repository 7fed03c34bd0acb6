import { streamChatCompletion } from '@mira/chat'
import { type Client, createClient } from '@mira/core'

/** Connects to your server, which adds the API key: a key inside an app is public. */
export const connect = (server: string): Client => createClient({ baseUrl: `${server}/api/mira` })

/** Asks a question, and passes on the text of the answer each time it grows. */
export async function ask(client: Client, question: string, onText: (text: string) => void): Promise<void> {
  let answer = ''
  const messages = [{ role: 'user', content: question }]
  for await (const { text } of streamChatCompletion(client, { messages })) {
    answer += text
    onText(answer)
  }
}
