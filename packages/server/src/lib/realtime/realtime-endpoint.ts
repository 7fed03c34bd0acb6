import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { ApiError, toApiError } from '../api-error.ts'
import type { Call, ServerContext } from '../context.ts'
import type { ServerOptions } from '../options.ts'
import { refuseForeignOrigin } from './check-origin.ts'
import { closeCode } from './close-codes.ts'
import { type Credentials, readCredentials, realtimeProtocol } from './credentials.ts'
import { admitSession, openSession } from './open-session.ts'
import { createRecogniserPool } from './recogniser-pool.ts'
import { refuseUpgrade } from './refuse-upgrade.ts'
import { warmUp } from './warm-up.ts'

/** Where voice sessions are opened. */
export const realtimePath = '/v1/realtime'

/** The WebSocket side of a server. */
export interface RealtimeEndpoint {
  /** Tells all sessions to go (1001), cuts off those that stay, and waits for their accounts. */
  close(): Promise<void>
}

/** Takes the upgrades of a server: voice sessions at {@link realtimePath}, a refusal anywhere else. */
export function serveRealtime(
  server: Server,
  context: ServerContext,
  { allowedOrigins = [], errorStyle = 'detail' }: Pick<ServerOptions, 'allowedOrigins' | 'errorStyle'>,
): RealtimeEndpoint {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: context.limits.maxRealtimeFrameBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => [realtimeProtocol, 'realtime'].find((name) => offered.has(name)) ?? false,
  })
  const pool = createRecogniserPool(context.engines.transcription)
  const ended = new Set<Promise<void>>()
  let isWarm = false

  const take = async (request: IncomingMessage, socket: Duplex, head: Buffer, requestId: string) => {
    const { credentials, query } = readRequest(request, allowedOrigins)
    if (context.drain.isDraining) throw new ApiError(503, 'The server is about to stop', { retryAfterSeconds: 5 })
    const call = await identify(context, credentials, request, requestId)
    const admitted = await admitSession(context, call, query.get('model') ?? undefined)
    // While the key was checked the client may have left; nobody would hear of the socket's end again.
    if (socket.destroyed) return admitted.end()
    if (!isWarm) void warmUp(context, pool)
    isWarm = true
    sockets.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
      const end = openSession(webSocket, { context, call, credentials, admitted, pool }).finally(() =>
        ended.delete(end),
      )
      ended.add(end)
    })
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const requestId = randomUUID()
    // A connection that breaks here has nobody else who listens.
    socket.on('error', () => socket.destroy())
    take(request, socket, head, requestId).catch((error: unknown) => {
      const apiError = toApiError(error)
      if (apiError.status >= 500) context.logger.error({ requestId, path: request.url, err: error }, 'upgrade failed')
      refuseUpgrade(socket, requestId, apiError, errorStyle)
    })
  })

  return {
    async close() {
      for (const webSocket of sockets.clients) webSocket.close(closeCode.goingAway, 'The server stops')
      const timer = setTimeout(() => {
        for (const webSocket of sockets.clients) webSocket.terminate()
      }, 1_000)
      await Promise.all(ended)
      clearTimeout(timer)
      await pool.close()
    },
  }
}

/** @throws {ApiError} 403 for a page of another origin, 404 for another path. */
function readRequest(
  request: IncomingMessage,
  allowedOrigins: readonly string[],
): { readonly credentials: Credentials; readonly query: URLSearchParams } {
  const url = URL.parse(request.url ?? '', 'http://localhost')
  if (url?.pathname !== realtimePath) throw new ApiError(404, `No such path: ${url?.pathname ?? ''}`)
  refuseForeignOrigin(request, allowedOrigins)
  return { credentials: readCredentials(request, url.searchParams), query: url.searchParams }
}

async function identify(
  { keyGuard, requestRate }: Pick<ServerContext, 'keyGuard' | 'requestRate'>,
  { authorization }: Credentials,
  request: IncomingMessage,
  requestId: string,
): Promise<Call> {
  const { remoteAddress = '' } = request.socket as Socket
  const principal = await keyGuard.authenticate(authorization, remoteAddress)
  await requestRate.count(principal.keyId)
  const { signal } = new AbortController()
  return { requestId, principal, endpoint: realtimePath, signal, isStream: true, idempotencyClaim: undefined }
}
