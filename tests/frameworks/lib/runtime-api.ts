import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toLambdaEvent } from '@mira/tests-e2e/lib/to-lambda-event.ts'

/** Both sides of Lambda: the Runtime API for the function, and its URL for clients. */
export interface RuntimeApi extends AsyncDisposable {
  /** Address for the variable `AWS_LAMBDA_RUNTIME_API`. */
  readonly host: string
  /** Origin of the function URL. */
  readonly origin: string
}

/** Starts the Runtime API for one function, which serves one request at a time, and its URL. */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const clients = new Map<string, ServerResponse>()
  const events: { id: string; event: object }[] = []
  let idle: ServerResponse | undefined
  const dispatch = (): void => {
    if (idle === undefined || events.length === 0) return
    const { id, event } = events.shift()!
    idle.setHeader('lambda-runtime-aws-request-id', id)
    idle.setHeader('lambda-runtime-deadline-ms', Date.now() + 60_000)
    idle.setHeader('lambda-runtime-invoked-function-arn', 'arn:aws:lambda:local:0:function:mira')
    idle.end(JSON.stringify(event))
    idle = undefined
  }
  const runtime = await listen((request, response) => {
    const [, id, action] = /\/invocation\/(?:([^/]+)\/)?(\w+)$/.exec(request.url ?? '') ?? []
    if (action === 'next') {
      idle = response
      return dispatch()
    }
    const client = clients.get(id ?? '')
    if (action !== 'response' || client === undefined) return void response.writeHead(202).end()
    void deliver(request, client).finally(() => response.writeHead(202).end())
  })
  const url = await listen(async (request, response) => {
    const id = crypto.randomUUID()
    clients.set(id, response)
    events.push({ id, event: await toLambdaEvent(request) })
    dispatch()
  })
  return {
    host: runtime.origin.slice('http://'.length),
    origin: url.origin,
    async [Symbol.asyncDispose]() {
      await Promise.all([runtime[Symbol.asyncDispose](), url[Symbol.asyncDispose]()])
    },
  }
}

/** Sends a streamed response to the client: JSON with status and headers, eight zero bytes, and the body. */
async function deliver(request: IncomingMessage, client: ServerResponse): Promise<void> {
  let head = Buffer.alloc(0)
  for await (const bytes of request) {
    if (client.headersSent) client.write(bytes)
    else {
      head = Buffer.concat([head, bytes])
      const end = head.indexOf(Buffer.alloc(8))
      if (end === -1) continue
      const { statusCode, headers } = JSON.parse(head.toString('utf8', 0, end))
      client.writeHead(statusCode, headers)
      client.write(head.subarray(end + 8))
    }
  }
  client.end()
}

async function listen(listener: RequestListener) {
  const server = createServer(listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
