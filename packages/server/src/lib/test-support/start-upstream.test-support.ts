import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Request that an upstream has received. */
export interface UpstreamRequest {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** Upstream of a test. */
export interface Upstream extends AsyncDisposable {
  readonly url: string
  readonly server: Server
  readonly requests: readonly UpstreamRequest[]
}

/** Starts an HTTP server that answers as the handler says. */
export async function startUpstream(
  handler: (request: UpstreamRequest, response: ServerResponse) => void | Promise<void>,
): Promise<Upstream> {
  const requests: UpstreamRequest[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url = '', headers } = request
    const received = { method, url, headers, body: Buffer.concat(chunks) }
    requests.push(received)
    await handler(received, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    server,
    requests,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
