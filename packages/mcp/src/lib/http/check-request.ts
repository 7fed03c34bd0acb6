import { createHash, timingSafeEqual } from 'node:crypto'
import { hostHeaderValidationResponse } from '@modelcontextprotocol/server'
import type { HttpSettings } from './http-options.ts'

/** Path of the MCP endpoint. */
export const endpointPath = '/mcp'

/**
 * Checks the address, the origin and the token of a request.
 *
 * @returns The response if the request is refused, or is the preflight of an allowed origin; otherwise `undefined`.
 */
export function checkRequest(request: Request, settings: HttpSettings): Response | undefined {
  const wrongHost = hostHeaderValidationResponse(request, [...settings.allowedHosts])
  if (wrongHost !== undefined) return wrongHost
  const origin = request.headers.get('origin')
  if (origin !== null && !settings.allowedOrigins.includes(origin)) {
    return refuse(403, `The origin ${origin.slice(0, 100)} is not allowed; see --allow-origin`)
  }
  if (new URL(request.url).pathname !== endpointPath) return refuse(404, `The endpoint is ${endpointPath}`)
  if (request.method === 'OPTIONS') return new Response(null, { status: 204 })
  if (settings.token !== undefined && !hasToken(request, settings.token)) {
    const headers = { 'www-authenticate': 'Bearer realm="mira-mcp"' }
    return refuse(401, 'Send the token of this server as Authorization: Bearer …', headers)
  }
  return undefined
}

/** Adds the headers that let the page of an allowed origin read the response. */
export function allowOrigin(response: Response, origin: string | null): Response {
  if (origin === null) return response
  const headers = new Headers(response.headers)
  headers.set('access-control-allow-origin', origin)
  headers.append('vary', 'origin')
  headers.set('access-control-expose-headers', 'mcp-session-id, mcp-protocol-version, www-authenticate')
  headers.set('access-control-allow-methods', 'GET, POST, DELETE')
  headers.set('access-control-allow-headers', '*, authorization')
  headers.set('access-control-max-age', '600')
  return new Response(response.body, { status: response.status, headers })
}

/** Creates the response of a refused request, in the form of JSON-RPC. */
export function refuse(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null }, { status, headers })
}

/** Compares in constant time, also if the lengths differ. */
function hasToken(request: Request, token: string): boolean {
  const [, sent = ''] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(sent), digest(token))
}
