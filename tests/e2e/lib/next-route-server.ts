// Serves the route of the Next.js example as Next.js would: by the function that has the name of the method. The framework
// itself (290 MB with its compiler) is not installed for it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@mira/proxy/node'
import * as route from '../../../examples/proxy/next.ts'

const handlers: Readonly<Record<string, (request: Request) => Promise<Response>>> = { ...route }

const server = createServer(
  toNodeHandler(async (request) => handlers[request.method]?.(request) ?? new Response(null, { status: 405 })),
).listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`))
