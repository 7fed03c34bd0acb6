// Serves a handler of AWS Lambda the way a function URL in the mode RESPONSE_STREAM does. `awslambda` is a shim of the
// global of Lambda's runtime: it writes to the response, where the runtime posts the same bytes to the Runtime API.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toLambdaEvent } from './to-lambda-event.ts'

interface Metadata {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
}

type Handler = (event: unknown, stream: ServerResponse, context: unknown) => Promise<void>

Object.assign(globalThis, {
  awslambda: {
    streamifyResponse: (handler: Handler) => handler,
    HttpResponseStream: {
      from: (stream: ServerResponse, { statusCode, headers }: Metadata) => stream.writeHead(statusCode, headers),
    },
  },
})

const { handler }: { handler: Handler } = await import(process.argv[2]!)

const server = createServer(async (request, response) => {
  await handler(await toLambdaEvent(request), response, { awsRequestId: 'a' })
}).listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`))
