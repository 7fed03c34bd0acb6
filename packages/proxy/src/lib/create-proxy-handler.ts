import { type Admission, createGate } from './gate.ts'
import { pickRequestHeaders, pickResponseHeaders } from './headers.ts'
import { BodyTooLargeError, limitBody } from './limit-body.ts'
import type { ForwardedCall, ProxyOptions } from './proxy-options.ts'
import { refuse } from './refusal.ts'
import { createUpstream, type Upstream } from './upstream.ts'

/** Handles one request of a page. */
export type ProxyHandler = (request: Request) => Promise<Response>

const defaultMaxBodyBytes = 25 * 1024 * 1024
const bodyless = new Set([101, 204, 205, 304])

/**
 * Creates a Fetch API handler that forwards allowed requests to the API with the API key added, streaming both ways.
 *
 * In the page, `createClient({ baseUrl: '/api/mira' })` then needs no API key. A request that is not forwarded is
 * answered in the error format of the API: 401, 403, 404, 413, 429 with `Retry-After`, and 502 when the API cannot be
 * reached or rejects the API key.
 *
 * @throws {TypeError | RangeError} when an option is invalid.
 */
export function createProxyHandler(options: ProxyOptions): ProxyHandler {
  const gate = createGate(options)
  const upstream = createUpstream(options)

  return async (request) => {
    const admission = await gate.admit(request)
    const response =
      admission instanceof Response ? admission : await forward(options, { upstream, request, admission })
    return withHeaders(response, gate.corsHeaders(request))
  }
}

/** Adds headers to a response, whose own are immutable if it is a redirect or comes from `fetch`. */
function withHeaders(response: Response, added: Record<string, string>): Response {
  // On workers, the socket is attached to the response, so the same object must be returned.
  if (response.status === 101 || Object.keys(added).length === 0) return response
  const headers = new Headers(response.headers)
  for (const [name, value] of Object.entries(added)) headers.set(name, value)
  return new Response(response.body, { status: response.status, headers })
}

interface Call {
  readonly upstream: Upstream
  readonly request: Request
  readonly admission: Admission
}

async function forward(options: ProxyOptions, call: Call): Promise<Response> {
  const { visitor, path, basePath } = call.admission
  const startedAt = performance.now()
  const response = await send(options, call)
  notify(options, {
    visitor,
    method: call.request.method,
    path,
    status: response.status,
    durationMs: performance.now() - startedAt,
  })
  if (response.status === 401) {
    // A rejected API key is an error of this server, not of the visitor.
    await response.body?.cancel()
    return refuse(502, 'The API refuses the key of this server')
  }
  if (response.status >= 300 && response.status < 400 && response.status !== 304) {
    await response.body?.cancel()
    return refuse(502, 'The API answers with a redirect, which is not followed')
  }
  // On workers, the socket is attached to the response, so the same object must be returned.
  if (response.status === 101) return response
  const headers = new Headers(pickResponseHeaders(response.headers))
  const location = response.headers.get('location')
  if (location?.startsWith('/')) headers.set('location', basePath + location)
  return new Response(bodyless.has(response.status) ? null : response.body, { status: response.status, headers })
}

async function send(options: ProxyOptions, { upstream, request, admission }: Call): Promise<Response> {
  const { fetch = globalThis.fetch, maxBodyBytes = defaultMaxBodyBytes } = options
  const { method, signal } = request
  try {
    const init: RequestInit & { duplex: 'half' } = {
      method,
      headers: {
        ...pickRequestHeaders(request.headers),
        ...upgradeHeaders(request),
        ...(await upstream.authorization()),
      },
      body: limitBody(request, maxBodyBytes),
      redirect: 'manual',
      signal,
      duplex: 'half',
    }
    return await fetch(upstream.baseUrl + admission.path + new URL(request.url).search, init)
  } catch (error) {
    if (signal.aborted) throw error
    if (findCause(error, BodyTooLargeError)) return refuse(413, `The body is larger than ${maxBodyBytes} bytes`)
    return refuse(502, 'The API cannot be reached')
  }
}

/**
 * Returns the headers for an upgrade, which workers forward with `fetch`. Elsewhere, `createUpgradeHandler` handles
 * upgrades.
 */
function upgradeHeaders({ headers }: Request): Record<string, string> {
  if (headers.get('upgrade') !== 'websocket' || !('WebSocketPair' in globalThis)) return {}
  return { upgrade: 'websocket', 'sec-websocket-protocol': 'mira-realtime.v1' }
}

function findCause(error: unknown, Kind: typeof BodyTooLargeError): boolean {
  return error instanceof Kind || (error instanceof Error && error.cause !== undefined && findCause(error.cause, Kind))
}

function notify({ onForward }: ProxyOptions, call: ForwardedCall): void {
  try {
    onForward?.(call)
  } catch {
    // An error in the callback must not fail the request.
  }
}
