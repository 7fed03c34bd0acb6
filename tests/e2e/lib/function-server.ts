// Serves a function that maps a Request to a Response the way its host does: Next.js and Vercel by the function named after
// the method, Netlify by the default export. Next.js itself (380 MB) is tested in tests/frameworks.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { toNodeHandler } from '@mira/proxy/node'

const functions: Readonly<Record<string, (request: Request) => Promise<Response>>> = await import(process.argv[2]!)

const server = createServer(
  toNodeHandler(async (request) => {
    const handle = functions.default ?? functions[request.method]
    return handle?.(request) ?? new Response(null, { status: 405 })
  }),
).listen(0, '127.0.0.1', () => console.log(`listening on ${(server.address() as AddressInfo).port}`))
