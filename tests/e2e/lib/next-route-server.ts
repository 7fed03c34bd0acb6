// Serves the bundled route of the Next.js example the way Next.js does: by the function named after the method. The
// framework itself (380 MB) is tested in tests/frameworks.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@mira/proxy/node'

const handlers: Readonly<Record<string, (request: Request) => Promise<Response>>> = await import(process.argv[2]!)

const server = createServer(
  toNodeHandler(async (request) => handlers[request.method]?.(request) ?? new Response(null, { status: 405 })),
).listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`))
