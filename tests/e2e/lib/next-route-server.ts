// Serves the route of the Next.js example, bundled, as Next.js would: by the function that has the name of the method. With
// the framework itself (380 MB) it is served in tests/frameworks.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@mira/proxy/node'

const handlers: Readonly<Record<string, (request: Request) => Promise<Response>>> = await import(process.argv[2]!)

const server = createServer(
  toNodeHandler(async (request) => handlers[request.method]?.(request) ?? new Response(null, { status: 405 })),
).listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`))
