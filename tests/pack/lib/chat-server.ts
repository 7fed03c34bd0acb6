import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const head = { id: 'chatcmpl-1', created: 1_700_000_000, model: 'mira' }

const completion = {
  ...head,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Good day' }, finish_reason: 'stop' }],
}

const chunks = [{ content: 'Good ' }, { content: 'day' }, {}].map((delta, index) => ({
  ...head,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: index === 2 ? 'stop' : null }],
}))

/** Starts a server on loopback that answers every chat request with "Good day". */
export async function startChatServer(): Promise<{ readonly baseUrl: string; close(): void }> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request.setEncoding('utf8')) body += piece
    if (!JSON.parse(body).stream) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(completion))
      return
    }
    response.setHeader('content-type', 'text/event-stream')
    for (const chunk of chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`)
    response.end('data: [DONE]\n\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { baseUrl: `http://127.0.0.1:${port}`, close: () => server.close() }
}
