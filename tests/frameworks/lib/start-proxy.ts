import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createProxyHandler, endpoints } from '@mira/proxy'
import { toNodeHandler } from '@mira/proxy/node'
import type { Api, RunningApp } from './next-app.ts'

/** Serves `@mira/proxy` for chats under `/api/mira`, and other requests by `serve`, on a free port. */
export async function startProxy({ url, apiKey }: Api, serve?: RequestListener): Promise<RunningApp> {
  const options = { allow: endpoints.chat, authorize: () => 'visitor', baseUrl: url, apiKey }
  const forward = toNodeHandler(createProxyHandler(options))
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/api/mira/') || serve === undefined) return void forward(request, response)
    serve(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
