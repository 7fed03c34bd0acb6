import { createParser } from 'eventsource-parser'
import type { OnText, OpenClient } from './client.ts'
import { chatBody, chatText, type ReadText, responseBody, responseText } from './wire.ts'

/** Bare `fetch` with the parser of event streams that most clients share. */
export const open: OpenClient<'streamChat' | 'streamResponse'> = (baseUrl) => {
  const stream = async (path: string, body: string, readText: ReadText, onText: OnText): Promise<void> => {
    let isLeft = false
    const parser = createParser({
      onEvent({ data }) {
        if (isLeft || data === '[DONE]') return
        const text = readText(JSON.parse(data) as never)
        if (text && !onText(text)) isLeft = true
      },
    })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${baseUrl}/v1${path}`, { method: 'POST', headers, body })
    const decoder = new TextDecoder()
    for await (const bytes of response.body ?? []) {
      parser.feed(decoder.decode(bytes, { stream: true }))
      if (isLeft) break
    }
  }
  return {
    streamChat: (onText) => stream('/chat/completions', chatBody(true), chatText, onText),
    streamResponse: (onText) => stream('/responses', responseBody(), responseText, onText),
  }
}
