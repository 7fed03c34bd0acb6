import { createParser } from 'eventsource-parser'
import type { OnText, OpenClient } from './client.ts'
import { chatStream, responseStream, type StreamRequest } from './wire.ts'

/** Plain `fetch` with a common event stream parser. */
export const open: OpenClient<'streamChat' | 'streamResponse'> = (baseUrl) => {
  const stream = async ({ path, body, readText }: StreamRequest, onText: OnText): Promise<void> => {
    let isStopped = false
    const parser = createParser({
      onEvent({ data }) {
        if (isStopped || data === '[DONE]') return
        const text = readText(JSON.parse(data) as never)
        if (text && !onText(text)) isStopped = true
      },
    })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${baseUrl}/v1${path}`, { method: 'POST', headers, body })
    const decoder = new TextDecoder()
    for await (const bytes of response.body ?? []) {
      parser.feed(decoder.decode(bytes, { stream: true }))
      if (isStopped) break
    }
  }
  return {
    streamChat: (onText) => stream(chatStream(), onText),
    streamResponse: (onText) => stream(responseStream(), onText),
  }
}
