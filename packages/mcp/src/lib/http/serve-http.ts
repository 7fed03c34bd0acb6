import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Client } from '@mira/core'
import { toNodeHandler } from '@mira/proxy/node'
import { createMcpHandler, isLegacyRequest } from '@modelcontextprotocol/server'
import { buildServer } from '../create-mcp-server.ts'
import { createContext, type ServerContext, settlePending } from '../server-context.ts'
import { allowOrigin, checkRequest, endpointPath } from './check-request.ts'
import { type HttpSettings, type McpHttpOptions, readHttpSettings } from './http-options.ts'
import { Sessions } from './sessions.ts'

/** A running HTTP server. */
export interface RunningMcpServer extends AsyncDisposable {
  /** URL of the MCP endpoint. */
  readonly url: string
  /** Stops listening, aborts running calls, and waits until their jobs are canceled, at most 5 s. */
  close(): Promise<void>
}

/**
 * Serves MCP over streamable HTTP, on the loopback interface by default.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError | RangeError} for invalid options, such as a public address without a token.
 * @throws The system error, such as `EADDRINUSE`, when the server cannot listen.
 * @example await using server = await serveHttp(createClient(), { port: 3112 })
 */
export async function serveHttp(client: Client, options: McpHttpOptions = {}): Promise<RunningMcpServer> {
  const { http: settings, server: serverOptions } = readHttpSettings(options)
  const context = createContext(client, serverOptions)
  const endpoint = createEndpoint(context, settings)
  const server = createServer(toNodeHandler(endpoint.handle))
  server.listen(settings.port, settings.host)
  await once(server, 'listening')
  const { port, address, family } = server.address() as AddressInfo
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    server.close()
    await endpoint.close()
    server.closeAllConnections()
    await settlePending(context)
  }
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}${endpointPath}`,
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  }
}

/** Handler of all requests. */
interface Endpoint {
  handle(request: Request): Promise<Response>
  close(): Promise<void>
}

function createEndpoint(context: ServerContext, settings: HttpSettings): Endpoint {
  // An input file in base64, with space for the rest of the message.
  const maxRequestBodySize = Math.ceil(context.settings.maxInputBytes / 3) * 4 + 65_536
  const sessions = new Sessions(context, settings, maxRequestBodySize)
  // Each request has a server of its own: other requests hear of its results through the handler.
  const onSaved = (): void => stateless.notify.resourcesChanged()
  const stateless = createMcpHandler(() => buildServer(context, { onSaved }), { legacy: 'reject', maxRequestBodySize })
  const respond = async (request: Request): Promise<Response> => {
    const isLegacy = await isLegacyRequest(request, undefined, { maxRequestBodySize })
    return isLegacy ? sessions.handle(request) : stateless.fetch(request)
  }
  return {
    async handle(request) {
      const refusal = checkRequest(request, settings)
      const origin = request.headers.get('origin')
      const isAllowed = origin !== null && settings.allowedOrigins.includes(origin)
      return allowOrigin(refusal ?? (await respond(request)), isAllowed ? origin : null)
    },
    async close() {
      await Promise.all([sessions.close(), stateless.close()])
    },
  }
}
